using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate;

/// <summary>
/// What the C# compiler writes into an assembly for .NET and leaves out when it compiles for mscorlib 1.17, because it adds these
/// only where the base library declares them (or where a language feature needs them that no rule lets through). Everything else is checked.
/// </summary>
internal static class CompilerMade
{
    private static readonly Dictionary<string, string> s_attributes = new()
    {
        ["System.Runtime.CompilerServices.CompilationRelaxationsAttribute"] = "on every assembly, where the base library has it",
        ["System.Runtime.CompilerServices.RuntimeCompatibilityAttribute"] = "on every assembly, where the base library has it",
        ["System.Runtime.CompilerServices.CompilerGeneratedAttribute"] = "on automatic properties and array data, where the base library has it",
        ["System.Runtime.CompilerServices.RefSafetyRulesAttribute"] = "on every module, by compilers newer than C# 10; the metadata processor drops it",
        ["System.Runtime.CompilerServices.NullableAttribute"] = "nullable annotations; the metadata processor drops it",
        ["System.Runtime.CompilerServices.NullableContextAttribute"] = "nullable annotations; the metadata processor drops it",
        ["Microsoft.CodeAnalysis.EmbeddedAttribute"] = "on attributes that the compiler itself defines",
    };

    /// <summary>Full names of the attributes, each with the reason why it may stand in an assembly for the desktop.</summary>
    public static IReadOnlyDictionary<string, string> Attributes => s_attributes;

    /// <summary>
    /// True for the call that a lock statement makes. For .NET the compiler calls Monitor.Enter(object, ref bool) with a local that it made
    /// itself; where the base library has no such method, as on the device, it calls Monitor.Enter(object). The same call in source has a named local.
    /// </summary>
    public static bool IsLock(MethodDefinition method, Instruction call) =>
        call.Operand is MethodReference { FullName: "System.Void System.Threading.Monitor::Enter(System.Object,System.Boolean&)" }
        && call.Previous.OpCode.Code is Code.Ldloca or Code.Ldloca_S
        && call.Previous.Operand is VariableDefinition taken
        && !method.DebugInformation.TryGetName(taken, out _);

    public static bool IsAttribute(TypeReference type) => s_attributes.ContainsKey(type.FullName);
}
