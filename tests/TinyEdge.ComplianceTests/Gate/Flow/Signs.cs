using Mono.Cecil;
using Mono.Cecil.Cil;
using TinyEdge.ComplianceTests.Gate.Rules;

namespace TinyEdge.ComplianceTests.Gate.Flow;

/// <summary>
/// The type that the interpreter keeps beside a number, signed or unsigned, as runs and its public sources show it: a result has the
/// type of the left operand; locals, fields and array elements keep the type they are declared with; an argument and what a method
/// returns keep the type of the value; a conversion sets its own, and less than four bytes become an int.
/// </summary>
/// <param name="ofCall">What an int or a long that a device method returns gets its type from; null follows nothing.</param>
internal sealed class Signs(Func<Instruction, Machine, Origin>? ofCall)
{
    /// <summary>For analyses that do not ask.</summary>
    public static Signs Ignored { get; } = new(null);

    public static bool IsSigned(TypeReference type) => Plain(type).MetadataType is MetadataType.Int32 or MetadataType.Int64 or MetadataType.IntPtr;

    public static bool IsUnsigned(TypeReference type) => Plain(type).MetadataType is MetadataType.UInt32 or MetadataType.UInt64 or MetadataType.UIntPtr;

    /// <summary>What an array (of arrays) or a reference holds in the end; null for another type.</summary>
    public static string? ElementOf(TypeReference type) => type is ArrayType or ByReferenceType ? Plain(type.GetElementType()).FullName : null;

    /// <summary>The result of an instruction that has yet to run.</summary>
    public (Origin Origin, string? Element) ResultOf(MethodDefinition method, Instruction instruction, Machine machine)
    {
        if (ofCall is null)
        {
            return default;
        }

        Code code = instruction.OpCode.Code;
        if (Slots.Loaded(method, instruction) is (int Slot, TypeReference Type) loaded)
        {
            bool isGiven = IsSigned(loaded.Type) && !Slots.IsLocal(method, loaded.Slot);
            return (isGiven ? Origin.Argument(loaded.Slot) : Declared(loaded.Type), ElementOf(loaded.Type));
        }

        return code switch
        {
            Code.Dup => (machine.Top.Origin, machine.Top.Element),
            >= Code.Add and <= Code.Shr_Un => (machine.Below.Origin, null),
            Code.Neg or Code.Not => (machine.Top.Origin, null),
            Code.Conv_U4 or Code.Conv_U8 or Code.Conv_U or Code.Ldelem_U4 or Code.Ldind_U4 => (Origin.Unsigned, null),
            Code.Ldelem_I8 => (IsUnsignedLong(machine.Below.Element) ? Origin.Unsigned : default, null),
            Code.Ldind_I8 => (IsUnsignedLong(machine.Top.Element) ? Origin.Unsigned : default, null),
            Code.Ldloca or Code.Ldloca_S => (default, Plain(((VariableDefinition)instruction.Operand).VariableType).FullName),
            Code.Ldarga or Code.Ldarga_S => (default, Plain(((ParameterDefinition)instruction.Operand).ParameterType).FullName),
            Code.Ldflda or Code.Ldsflda => (default, Plain(((FieldReference)instruction.Operand).FieldType).FullName),
            Code.Newarr or Code.Ldelema => (default, Plain((TypeReference)instruction.Operand).FullName),
            Code.Ldelem_Any or Code.Ldobj or Code.Unbox_Any => (Declared((TypeReference)instruction.Operand), ElementOf((TypeReference)instruction.Operand)),
            Code.Ldelem_Ref => (default, machine.Below.Element),
            Code.Newobj => default,
            _ => instruction.Operand switch
            {
                FieldReference field => (Declared(field.FieldType), ElementOf(field.FieldType)),
                MethodReference called when IsSigned(called.ReturnType) => (ofCall(instruction, machine), null),
                MethodReference called => (Declared(called.ReturnType), ElementOf(called.ReturnType)),
                _ => default,
            },
        };
    }

    private static Origin Declared(TypeReference type) => IsUnsigned(type) ? Origin.Unsigned : default;

    private static bool IsUnsignedLong(string? element) => element == typeof(ulong).FullName;

    /// <summary>An enum is the number it is stored as.</summary>
    private static TypeReference Plain(TypeReference type) =>
        type.MetadataType == MetadataType.ValueType && type.Resolve() is { IsEnum: true } named ? named.Fields.Single(field => !field.IsStatic).FieldType : type;
}
