using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

/// <summary>What an instruction leaves on the stack, where that can be read off it alone.</summary>
internal static class Pushed
{
    public static TypeReference? TypeBy(MethodDefinition method, Instruction? instruction) => instruction switch
    {
        null => null,
        { Operand: FieldReference field } when instruction.OpCode.Code is Code.Ldfld or Code.Ldsfld => field.FieldType,
        { OpCode.Code: Code.Newarr, Operand: TypeReference element } => new ArrayType(element),
        { OpCode.Code: Code.Castclass, Operand: TypeReference type } => type,
        { OpCode.Code: Code.Newobj, Operand: MethodReference constructor } => constructor.DeclaringType,
        { Operand: MethodReference called } when instruction.OpCode.FlowControl == FlowControl.Call => called.ReturnType,
        _ => Slots.Loaded(method, instruction)?.Type,
    };
}
