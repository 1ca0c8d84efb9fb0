using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class HotLoopRule() : Rule(
    "HOT02",
    "no static field in a loop of a hot method",
    "Reading a static costs three times a local, on every turn.",
    "Copy it to a local before the loop.")
{
    public override IEnumerable<Finding> Check(DeviceAssembly assembly) =>
        from method in assembly.Bodies
        where HotPathRule.IsHot(method)
        let loops = LoopsOf(method).ToList()
        from instruction in method.Body.Instructions
        where instruction.OpCode.Code is Code.Ldsfld or Code.Ldsflda or Code.Stsfld
            && loops.Any(loop => loop.First <= instruction.Offset && instruction.Offset <= loop.Last)
        select At(assembly, method, instruction, $"{((FieldReference)instruction.Operand).Name} in a loop.");

    /// <summary>From the target of each backward branch to the branch.</summary>
    private static IEnumerable<(int First, int Last)> LoopsOf(MethodDefinition method) =>
        from instruction in method.Body.Instructions
        where instruction.Operand is Instruction target && target.Offset <= instruction.Offset
        select (((Instruction)instruction.Operand).Offset, instruction.Offset);
}
