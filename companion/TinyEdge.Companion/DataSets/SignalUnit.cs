namespace TinyEdge.Companion.DataSets;

/// <summary>What the numbers of a data set are. Other units are converted once, at import.</summary>
public enum SignalUnit
{
    /// <summary>Acceleration, 1 = 9.80665 m/s2.</summary>
    G,

    /// <summary>Audio, -1 to 1 = full scale of the converter.</summary>
    FullScale,
}

/// <summary>The names that units have in files.</summary>
internal static class SignalUnitNames
{
    public static IReadOnlyDictionary<string, SignalUnit> All { get; } = new Dictionary<string, SignalUnit> { ["g"] = SignalUnit.G, ["fullScale"] = SignalUnit.FullScale };

    public static string Of(SignalUnit unit) => All.Single(pair => pair.Value == unit).Key;
}
