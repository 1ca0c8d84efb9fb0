using Mono.Cecil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

/// <summary>A rule about the size that the metadata processor gives to a part of an assembly.</summary>
internal abstract class SizeRule(string id, string title, string why, string instead) : Rule(id, title, why, instead)
{
    /// <summary>The format ends at 64 KB; the rest is room for what the processor adds and for the next change.</summary>
    public const int MaxBytes = 60 * 1024;

    public sealed override IEnumerable<Finding> Check(DeviceAssembly assembly)
    {
        int bytes = Measure(assembly.Module);
        return bytes <= MaxBytes ? [] : [At(assembly, $"{bytes:N0} bytes of {MaxBytes:N0}.")];
    }

    protected abstract int Measure(ModuleDefinition module);
}
