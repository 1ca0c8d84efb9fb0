using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class StringSwitchRule() : InstructionRule(
    "LANG11",
    "no switch over many strings",
    "Our own rule. From seven cases on older compilers hash the text character by character before the first comparison.",
    "Compare ASCII bytes (AsciiText) or switch over a number.")
{
    protected override string? Find(MethodDefinition method, Instruction instruction) =>
        instruction.Operand is MethodReference { Name: "ComputeStringHash" } ? "A switch over strings that hashes." : null;
}
