using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class PointerRule() : TypeShapeRule(
    "LANG04",
    "no pointers and no stack memory",
    "stackalloc and pinned pointers have no instruction on the interpreter; the metadata processor stops at a pointer.",
    "Use an array from StaticPool.")
{
    protected override string? Judge(TypeReference type) =>
        ReferencedTypes.Parts(type).FirstOrDefault(part => part is PointerType or FunctionPointerType or PinnedType) is TypeReference pointer ? $"Uses {pointer.FullName}." : null;

    protected override IEnumerable<(string? What, Instruction? At)> FindIn(MethodDefinition method) =>
        method.HasBody ? method.Body.Instructions.Where(each => each.OpCode == OpCodes.Localloc).Select(each => ((string?)"stackalloc.", (Instruction?)each)) : [];
}
