using TinyEdge.Bundles;

namespace TinyEdge.Companion.Bundling;

/// <summary>The names that deployment.json and people use for the bits of <see cref="TargetEnvironment"/>.</summary>
public static class EnvironmentNames
{
    private static readonly (string Name, uint Bit)[] s_names =
    [
        ("esp32", TargetEnvironment.Esp32),
        ("esp32-psram", TargetEnvironment.Esp32Psram),
        ("esp32-s3", TargetEnvironment.Esp32S3),
        ("virtual", TargetEnvironment.Virtual),
        ("lab", TargetEnvironment.Lab),
        ("canary", TargetEnvironment.Canary),
        ("production", TargetEnvironment.Production),
    ];

    /// <summary>All names, platforms before rings.</summary>
    public static IReadOnlyList<string> All { get; } = [.. s_names.Select(pair => pair.Name)];

    /// <summary>The bit of a name; names are lower case.</summary>
    public static bool TryGetBit(string name, out uint bit)
    {
        bit = s_names.FirstOrDefault(pair => pair.Name == name).Bit;
        return bit != 0;
    }

    /// <summary>Names of the bits in a mask, platforms before rings; a bit without a name as "bit N".</summary>
    public static IReadOnlyList<string> Of(uint mask)
    {
        List<string> names = [.. s_names.Where(pair => (mask & pair.Bit) != 0).Select(pair => pair.Name)];
        uint known = s_names.Aggregate(0u, (all, pair) => all | pair.Bit);
        names.AddRange(Enumerable.Range(0, 32).Where(bit => ((mask & ~known) >> bit & 1) != 0).Select(bit => $"bit {bit}"));
        return names;
    }
}
