using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class MethodLimitsRule() : Rule(
    "SIZE05",
    "a method fits its record",
    "The metadata processor writes these counts as one byte each, and branches as signed 16 bits, and cuts what does not fit in silence.",
    "Divide the method.")
{
    private const int MaxCount = byte.MaxValue;
    private const int MaxCodeBytes = short.MaxValue;

    public override IEnumerable<Finding> Check(DeviceAssembly assembly) =>
        from method in assembly.Methods
        from count in Counts(method)
        where count.Count > count.Max
        select At(assembly, method, $"{count.Count} {count.Kind}, at most {count.Max}.");

    private static IEnumerable<(string Kind, int Count, int Max)> Counts(MethodDefinition method)
    {
        yield return ("parameters (with this)", method.Parameters.Count + (method.HasThis ? 1 : 0), MaxCount);
        if (!method.HasBody)
        {
            yield break;
        }

        yield return ("locals", method.Body.Variables.Count, MaxCount);
        yield return ("values on the stack", method.Body.MaxStackSize, MaxCount);
        yield return ("exception handlers", method.Body.ExceptionHandlers.Count, MaxCount);
        yield return ("bytes of IL", DeviceImage.CodeBytes(method), MaxCodeBytes);
        yield return ("targets of a switch", method.Body.Instructions.Select(each => each.Operand is Instruction[] targets ? targets.Length : 0).Max(), MaxCount);
    }
}
