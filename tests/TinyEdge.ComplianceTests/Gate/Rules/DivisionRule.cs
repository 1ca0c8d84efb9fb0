using Mono.Cecil;
using Mono.Cecil.Cil;
using TinyEdge.ComplianceTests.Gate.Flow;

namespace TinyEdge.ComplianceTests.Gate.Rules;

/// <param name="proven">Reasons by assembly and method: <see cref="ProvenDivisions.Reasons"/>.</param>
internal sealed class DivisionRule(IReadOnlyDictionary<string, string> proven) : Rule(
    "DIV01",
    "every division is proven",
    "A division by zero throws a bare System.Exception that nobody expects (there is no infinity either), and the least integer by -1 is undefined.",
    "Test a local copy of the divisor in the same method, or say in Gate/ProvenDivisions.cs what proves it elsewhere.")
{
    private const int LeastReason = 15;

    public override IEnumerable<Finding> Check(DeviceAssembly assembly)
    {
        HashSet<string> left = [.. proven.Keys.Where(key => key.StartsWith(assembly.Name + " ", StringComparison.Ordinal))];
        foreach (MethodDefinition method in assembly.Bodies)
        {
            (Instruction At, string What)[] unproven = [.. DivisionAnalysis.Unproven(method).Where(each => !IsByFloatConstant(each.At))];
            string key = $"{assembly.Name} {method.DeclaringType.FullName}::{method.Name}";
            if (unproven.Length != 0 && left.Remove(key))
            {
                if (proven[key].Length < LeastReason)
                {
                    yield return At(assembly, method, $"ProvenDivisions gives no reason but '{proven[key]}'.");
                }

                continue;
            }

            foreach ((Instruction at, string what) in unproven)
            {
                yield return At(assembly, method, at, what);
            }
        }

        foreach (string key in assembly.IsPart ? [] : left)
        {
            yield return At(assembly, $"ProvenDivisions names {key}, where every division is proven without it or which is gone.");
        }
    }

    private static bool IsByFloatConstant(Instruction division) => division.Previous switch
    {
        { OpCode.Code: Code.Ldc_R4, Operand: float value } => value != 0,
        { OpCode.Code: Code.Ldc_R8, Operand: double value } => value != 0,
        _ => false,
    };
}
