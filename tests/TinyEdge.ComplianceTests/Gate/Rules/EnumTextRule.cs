using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class EnumTextRule() : InstructionRule(
    "LANG12",
    "no enum as text or as object",
    "Enum.ToString() gives the number, not the name, on the device; boxing an enum allocates and ends in the same text.",
    "Cast to int and write the number, or keep a table of names on the desktop.")
{
    protected override string? Find(MethodDefinition method, Instruction instruction) => instruction switch
    {
        { OpCode.Code: Code.Constrained, Operand: TypeReference type, Next.Operand: MethodReference { Name: "ToString" } } when IsEnum(type) => $"{type.Name}.ToString().",
        { OpCode.Code: Code.Box, Operand: TypeReference type } when IsEnum(type) => $"{type.Name} becomes an object.",
        { Operand: MethodReference { DeclaringType.FullName: "System.Enum" } called } => $"Calls Enum.{called.Name}.",
        _ => null,
    };

    private static bool IsEnum(TypeReference type) => type.FullName == "System.Enum" || (type.IsValueType && type.Resolve() is { IsEnum: true });
}
