namespace TinyEdge.Faults.Soak;

/// <summary>How long a soak lasts and which one it is.</summary>
/// <param name="Windows">Windows that the device classifies, over all boots.</param>
/// <param name="Seed">Same seed, same run.</param>
public sealed record SoakOptions(long Windows = 1_000_000, int Seed = 1);
