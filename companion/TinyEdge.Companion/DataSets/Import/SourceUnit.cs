namespace TinyEdge.Companion.DataSets.Import;

/// <summary>What the numbers of a source are, and what one of them is in the unit of a data set.</summary>
/// <param name="Name">As it is written on the command line.</param>
/// <param name="Unit">Unit that values are converted to.</param>
/// <param name="Factor">Value in that unit = number of the source times this.</param>
public sealed record SourceUnit(string Name, SignalUnit Unit, double Factor)
{
    /// <summary>Standard gravity, m/s2 (CGPM 1901).</summary>
    public const double StandardGravity = 9.80665;

    public static IReadOnlyList<string> Names { get; } = ["g", "mg", "m/s2", "counts", "fullScale"];

    /// <param name="countsPerG">For <c>counts</c> only: sensitivity of the sensor.</param>
    public static SourceUnit Of(string name, double? countsPerG) => name switch
    {
        "g" => new(name, SignalUnit.G, 1),
        "mg" => new(name, SignalUnit.G, 0.001),
        "m/s2" => new(name, SignalUnit.G, 1 / StandardGravity),
        "counts" when countsPerG is > 0 => new(name, SignalUnit.G, 1 / countsPerG.Value),
        "counts" => throw new TinyEdgeException(ExitCode.Usage, "The unit is not known.", "Counts say nothing without the sensor's sensitivity.", "Add --counts-per-g, such as 16384 for an MPU-6050 at 2 g or 256 for an ADXL345 in full resolution."),
        "fullScale" => new(name, SignalUnit.FullScale, 1),
        _ => throw new TinyEdgeException(ExitCode.Usage, $"'{name}' is no unit.", $"Units are {string.Join(", ", Names)}.", "Give --unit one of them."),
    };

    /// <summary>One value; 1 leaves the float as it is.</summary>
    public float Convert(float value) => Factor == 1 ? value : (float)(value * Factor);
}
