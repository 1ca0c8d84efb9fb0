using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class OpcodeRule() : InstructionRule(
    "LANG07",
    "only opcodes that the interpreter runs",
    "The interpreter throws at some opcodes and skips or miscounts others, long after the build said nothing.",
    "Say it in other C#.")
{
    /// <summary>What the dispatch of the interpreter (v1.17) does with each opcode that it does not run as the standard says.</summary>
    private static readonly Dictionary<Code, string> s_notRun = new()
    {
        [Code.Arglist] = "throws",
        [Code.Cpblk] = "throws",
        [Code.Initblk] = "throws",
        [Code.Jmp] = "throws",
        [Code.Calli] = "throws",
        [Code.Ckfinite] = "throws",
        [Code.Localloc] = "throws",
        [Code.Mkrefany] = "throws",
        [Code.Refanytype] = "throws",
        [Code.Refanyval] = "throws",
        [Code.Readonly] = "throws",
        [Code.No] = "is unknown",
        [Code.Volatile] = "is skipped",
        [Code.Tail] = "is skipped: the stack grows",
        [Code.Unaligned] = "is skipped with its operand taken for the next opcode",
        [Code.Sizeof] = "gives the size of the interpreter's own cells",
        [Code.Break] = "stops for a debugger",
    };

    protected override string? Find(MethodDefinition method, Instruction instruction) =>
        s_notRun.TryGetValue(instruction.OpCode.Code, out string? effect) ? $"{instruction.OpCode.Name} {effect} on the device." : null;
}
