using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate;

/// <summary>One thing that must not be in an assembly for a device.</summary>
/// <param name="id">Short and stable: it is what a person searches for.</param>
/// <param name="title">The rule in a few words.</param>
/// <param name="why">What happens on the device otherwise.</param>
/// <param name="instead">What to write instead; the end of every message.</param>
internal abstract class Rule(string id, string title, string why, string instead)
{
    public string Id { get; } = id;

    public string Title { get; } = title;

    public string Why { get; } = why;

    public string Instead { get; } = instead;

    public abstract IEnumerable<Finding> Check(DeviceAssembly assembly);

    public override string ToString() => Id;

    protected Finding At(DeviceAssembly assembly, string what) => new(this, assembly.Name, null, null, null, null, what);

    protected Finding At(DeviceAssembly assembly, TypeDefinition type, string what) => new(this, assembly.Name, type.FullName, null, null, null, what);

    protected Finding At(DeviceAssembly assembly, MethodDefinition method, string what) => At(assembly, method, null, what);

    protected Finding At(DeviceAssembly assembly, MethodDefinition method, Instruction? instruction, string what) =>
        new(this, assembly.Name, method.DeclaringType.FullName, Show(method), instruction?.Offset, SourceOf(method, instruction), what);

    /// <summary>A method as a message names it.</summary>
    protected static string Show(MethodReference method) =>
        $"{method.Name}({string.Join(", ", method.Parameters.Select(parameter => parameter.ParameterType.Name))})";

    private static string? SourceOf(MethodDefinition method, Instruction? instruction)
    {
        int offset = instruction?.Offset ?? int.MaxValue;
        SequencePoint? point = method.DebugInformation.SequencePoints
            .Where(each => !each.IsHidden && (each.Offset <= offset || each == method.DebugInformation.SequencePoints[0]))
            .MaxBy(each => instruction is null ? -each.Offset : each.Offset);
        return point is null ? null : $"{Path.GetFileName(point.Document.Url.Replace('\\', '/'))}({point.StartLine})";
    }
}
