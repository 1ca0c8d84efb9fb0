using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Flow;

/// <summary>What holds when a conditional branch is taken.</summary>
internal static class Branches
{
    /// <summary>Takes the operands off the stack.</summary>
    public static Comparison? ConditionOf(Instruction branch, Machine machine)
    {
        Code code = branch.OpCode.Code;
        if (code is Code.Brtrue or Code.Brtrue_S or Code.Brfalse or Code.Brfalse_S)
        {
            Known value = machine.Pop();
            bool isTrue = code is Code.Brtrue or Code.Brtrue_S;
            Comparison condition = value.From ?? new Comparison("ne", false, value, Known.Constant(0, value.Is64));
            return isTrue ? condition : condition.Negated();
        }

        Known right = machine.Pop();
        Known left = machine.Pop();
        (string Operator, bool IsUnsigned)? named = code switch
        {
            Code.Beq or Code.Beq_S => ("eq", false),
            Code.Bne_Un or Code.Bne_Un_S => ("ne", false),
            Code.Blt or Code.Blt_S => ("lt", false),
            Code.Blt_Un or Code.Blt_Un_S => ("lt", true),
            Code.Ble or Code.Ble_S => ("le", false),
            Code.Ble_Un or Code.Ble_Un_S => ("le", true),
            Code.Bgt or Code.Bgt_S => ("gt", false),
            Code.Bgt_Un or Code.Bgt_Un_S => ("gt", true),
            Code.Bge or Code.Bge_S => ("ge", false),
            Code.Bge_Un or Code.Bge_Un_S => ("ge", true),
            _ => null,
        };
        return named is (string name, bool isUnsigned) ? new Comparison(name, isUnsigned, left, right) : null;
    }
}
