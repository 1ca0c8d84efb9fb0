using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class CheckedArithmeticRule() : InstructionRule(
    "LANG05",
    "no checked arithmetic",
    "The interpreter runs add.ovf as add and conv.ovf as conv: nothing ever throws, so code that relies on it is wrong in silence.",
    "Compare with the bounds before the operation.")
{
    protected override string? Find(MethodDefinition method, Instruction instruction) =>
        instruction.OpCode.Name.Contains(".ovf", StringComparison.Ordinal) ? $"{instruction.OpCode.Name} does not check on the device." : null;
}
