using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class ArrayCastRule() : InstructionRule(
    "LANG13",
    "no cast between arrays of different elements",
    ".NET lets (sbyte[])(object)bytes pass because the elements have one size; on the device byte[] and sbyte[] do not convert into each other.",
    "Keep one type for a buffer, or copy element by element.")
{
    protected override string? Find(MethodDefinition method, Instruction instruction)
    {
        if (instruction.OpCode.Code is not (Code.Castclass or Code.Isinst) || instruction.Operand is not ArrayType { ElementType.IsPrimitive: true } target)
        {
            return null;
        }

        return Pushed.TypeBy(method, instruction.Previous) is ArrayType source && source.ElementType.FullName != target.ElementType.FullName
            ? $"{source.Name} is cast to {target.Name}."
            : null;
    }
}
