using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class NullElementRule() : InstructionRule(
    "LANG14",
    "no text comparison with an element of string[]",
    "Comparing an element of a string[] that was never assigned with another string reads address 0 in the interpreter: the board panics.",
    "Copy the element to a local and test it against null first.")
{
    protected override string? Find(MethodDefinition method, Instruction instruction)
    {
        if (instruction.Operand is not MethodReference { DeclaringType.FullName: "System.String" } called
            || called.Name is not ("op_Equality" or "op_Inequality" or "Equals"))
        {
            return null;
        }

        // The last operand was pushed just before; the first before what pushed the last, when that is one simple load.
        Instruction? second = instruction.Previous;
        Instruction? first = second?.OpCode.StackBehaviourPop == StackBehaviour.Pop0 ? second.Previous : null;
        return second?.OpCode.Code == Code.Ldelem_Ref || first?.OpCode.Code == Code.Ldelem_Ref ? $"An array's element goes into String.{called.Name}." : null;
    }
}
