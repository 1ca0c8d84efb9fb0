namespace TinyEdge.Companion.Training.Study;

/// <summary>One figure that is asked of the fan models, over several seeds.</summary>
/// <param name="Id">Short and stable, for scripts: a-low, b, c-trained, ...</param>
/// <param name="Text">What is counted.</param>
/// <param name="Float">Float network on the device's features, one a seed, 0..1.</param>
/// <param name="Int8">The device's own engine, one a seed, 0..1.</param>
/// <param name="Limit">What must be reached; null: reported only.</param>
/// <param name="Aim">What was hoped for; null: nothing more than the limit.</param>
/// <param name="IsAtMost">Whether small is good.</param>
/// <param name="IsAsked">False for what only helps to read another line: INT8 is not held against float there.</param>
public sealed record StudyLine(
    string Id, string Text, IReadOnlyList<double> Float, IReadOnlyList<double> Int8, double? Limit, double? Aim = null, bool IsAtMost = false, bool IsAsked = true)
{
    public double FloatMean => Float.Average();

    public double Int8Mean => Int8.Average();

    public double FloatSpread => SpreadOf(Float);

    public double Int8Spread => SpreadOf(Int8);

    /// <summary>Means of INT8 and float apart, in points: hundredths.</summary>
    public double Int8Points => 100 * (Int8Mean - FloatMean);

    /// <summary>Largest difference of one seed, in points.</summary>
    public double LargestInt8Points => 100 * Float.Zip(Int8, (f, q) => Math.Abs(q - f)).Max();

    /// <summary>Whether the mean of float and that of INT8 both reach the limit; null without one.</summary>
    public bool? Holds => Limit is { } limit ? Reaches(limit) : null;

    /// <summary>The same for the aim.</summary>
    public bool? ReachesAim => Aim is { } aim ? Reaches(aim) : null;

    private bool Reaches(double bound) => IsAtMost ? FloatMean <= bound && Int8Mean <= bound : FloatMean >= bound && Int8Mean >= bound;

    // Sample standard deviation.
    private static double SpreadOf(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        return values.Count < 2 ? 0 : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
    }
}
