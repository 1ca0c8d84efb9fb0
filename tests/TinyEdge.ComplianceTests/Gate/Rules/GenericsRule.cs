using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class GenericsRule() : TypeShapeRule(
    "LANG01",
    "no generics",
    "A generic method silently returns 0 on the interpreter, a generic type does not load; Nullable<T> is one.",
    "Write the type out; for 'maybe', a bool with an out parameter.")
{
    protected override string? Judge(TypeReference type) =>
        ReferencedTypes.Parts(type).FirstOrDefault(part => part is GenericInstanceType) is TypeReference generic ? $"Uses {generic.FullName}." : null;

    protected override IEnumerable<string> FindIn(TypeDefinition type) => type.HasGenericParameters ? ["Defines a generic type."] : [];

    protected override IEnumerable<(string? What, Instruction? At)> FindIn(MethodDefinition method)
    {
        if (method.HasGenericParameters)
        {
            yield return ("Defines a generic method.", null);
        }

        foreach (Instruction instruction in method.HasBody ? method.Body.Instructions : [])
        {
            yield return (instruction.Operand is GenericInstanceMethod called ? $"Calls the generic {called.ElementMethod.FullName}." : null, instruction);
        }
    }
}
