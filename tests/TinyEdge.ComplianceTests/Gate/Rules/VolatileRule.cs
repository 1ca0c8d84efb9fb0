using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class VolatileRule() : TypeShapeRule(
    "LANG06",
    "no volatile",
    "The nanoFramework compiler refuses the word (there is no IsVolatile), and the interpreter ignores the prefix.",
    "The interpreter switches threads between instructions and keeps nothing in registers: a plain field is enough. Use lock for more than one field.")
{
    protected override string? Judge(TypeReference type) =>
        ReferencedTypes.Parts(type).Any(part => part.FullName == "System.Runtime.CompilerServices.IsVolatile") ? "A volatile field." : null;

    protected override IEnumerable<(string? What, Instruction? At)> FindIn(MethodDefinition method) =>
        method.HasBody ? method.Body.Instructions.Where(each => each.OpCode == OpCodes.Volatile).Select(each => ((string?)"volatile. prefix.", (Instruction?)each)) : [];
}
