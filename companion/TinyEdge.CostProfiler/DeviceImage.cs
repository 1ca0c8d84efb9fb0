using TinyEdge.CostProfiler.Instrumentation;

namespace TinyEdge.CostProfiler;

/// <summary>
/// The instrumented copies of the device's assemblies that lie beside this program. They are compiled optimised in every configuration,
/// so the instructions counted are those that a device gets.
/// </summary>
public static class DeviceImage
{
    private static readonly string[] s_assemblies = ["TinyEdge.Bundles", "TinyEdge.Kernels", "TinyEdge.Runtime", "TinyEdge.App"];

    private static readonly Lazy<InstrumentedImage> s_shared = new(Load);

    /// <summary>Guards <see cref="Shared"/>: an image is run by one thread at a time.</summary>
    public static Lock Gate { get; } = new();

    /// <summary>Made once a process: use it within <see cref="Gate"/>.</summary>
    public static InstrumentedImage Shared => s_shared.Value;

    /// <summary>Makes an image of its own.</summary>
    public static InstrumentedImage Load() => InstrumentedImage.Load(Paths(), StageBoundary.IsBoundary);

    /// <summary>The device assemblies beside this program.</summary>
    public static IReadOnlyList<string> Paths()
    {
        string folder = Path.GetDirectoryName(typeof(Runtime.Memory.DeviceLayout).Assembly.Location)!;
        return [.. s_assemblies.Select(name => Path.Combine(folder, name + ".dll")).Where(File.Exists)];
    }
}
