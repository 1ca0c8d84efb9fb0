using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

/// <summary>Locals and arguments under one numbering: arguments (with this) first, then locals.</summary>
internal static class Slots
{
    public static int Count(MethodDefinition method) => Arguments(method) + method.Body.Variables.Count;

    public static TypeReference TypeOf(MethodDefinition method, int slot)
    {
        int arguments = Arguments(method);
        if (slot >= arguments)
        {
            return method.Body.Variables[slot - arguments].VariableType;
        }

        int parameter = method.HasThis ? slot - 1 : slot;
        return parameter < 0 ? method.DeclaringType : method.Parameters[parameter].ParameterType;
    }

    public static bool IsLocal(MethodDefinition method, int slot) => slot >= Arguments(method);

    /// <summary>The slot that an ldloc or ldarg reads, or null.</summary>
    public static (int Slot, TypeReference Type)? Loaded(MethodDefinition method, Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Ldloc_0 or Code.Ldloc_1 or Code.Ldloc_2 or Code.Ldloc_3 => Local(method, instruction.OpCode.Code - Code.Ldloc_0),
        Code.Ldloc or Code.Ldloc_S => Local(method, ((VariableDefinition)instruction.Operand).Index),
        Code.Ldarg_0 or Code.Ldarg_1 or Code.Ldarg_2 or Code.Ldarg_3 => Argument(method, instruction.OpCode.Code - Code.Ldarg_0),
        Code.Ldarg or Code.Ldarg_S => Argument(method, (ParameterDefinition)instruction.Operand),
        _ => null,
    };

    /// <summary>The slot that an stloc or starg writes, or null.</summary>
    public static int? Stored(MethodDefinition method, Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Stloc_0 or Code.Stloc_1 or Code.Stloc_2 or Code.Stloc_3 => Arguments(method) + (instruction.OpCode.Code - Code.Stloc_0),
        Code.Stloc or Code.Stloc_S => Arguments(method) + ((VariableDefinition)instruction.Operand).Index,
        Code.Starg or Code.Starg_S => Argument(method, (ParameterDefinition)instruction.Operand)?.Slot,
        _ => null,
    };

    /// <summary>The slot whose address is taken: anything may write it from then on.</summary>
    public static int? Addressed(MethodDefinition method, Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Ldloca or Code.Ldloca_S => Arguments(method) + ((VariableDefinition)instruction.Operand).Index,
        Code.Ldarga or Code.Ldarga_S => Argument(method, (ParameterDefinition)instruction.Operand)?.Slot,
        _ => null,
    };

    private static int Arguments(MethodDefinition method) => method.Parameters.Count + (method.HasThis ? 1 : 0);

    private static (int Slot, TypeReference Type)? Local(MethodDefinition method, int index) => (Arguments(method) + index, method.Body.Variables[index].VariableType);

    private static (int Slot, TypeReference Type)? Argument(MethodDefinition method, int slot) => (slot, TypeOf(method, slot));

    private static (int Slot, TypeReference Type)? Argument(MethodDefinition method, ParameterDefinition parameter) =>
        Argument(method, parameter.Index < 0 ? 0 : parameter.Index + (method.HasThis ? 1 : 0));
}
