using Mono.Cecil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

/// <summary>Where calls lead.</summary>
internal static class Calls
{
    /// <summary>The definition of a called method; null when its assembly is not at hand.</summary>
    public static MethodDefinition? Target(MethodReference called)
    {
        try
        {
            return called.Resolve();
        }
        catch (AssemblyResolutionException)
        {
            return null;
        }
    }

    /// <summary>True for a method whose body the rules can follow: of the assembly itself or of another one that goes on the device.</summary>
    public static bool IsOnDevice(MethodDefinition method, DeviceAssembly assembly) =>
        method.Module.Assembly.Name.Name == assembly.Name || DeviceAssemblies.IsOne(method.Module.Assembly.Name.Name);
}
