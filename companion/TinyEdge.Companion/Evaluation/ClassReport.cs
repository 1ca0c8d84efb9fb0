namespace TinyEdge.Companion.Evaluation;

/// <summary>How often a pipeline was right about recordings of a data set.</summary>
/// <param name="Labels">The model's classes.</param>
/// <param name="Confusion">(actual, predicted) recordings, both in the order of <paramref name="Labels"/>.</param>
/// <param name="Skipped">Too short for one inference.</param>
/// <param name="SaturatedValues">Values beyond the device's int16.</param>
/// <param name="ByStratum">In the order in which the strata occur.</param>
/// <param name="Windows">Windows extracted, all axes.</param>
public sealed record ClassReport(
    IReadOnlyList<string> Labels, int[][] Confusion, int Skipped, int SaturatedValues, IReadOnlyList<StratumAccuracy> ByStratum, long Windows, double ElapsedSeconds)
{
    public int Recordings => Confusion.Sum(row => row.Sum());

    /// <summary>Share of the recordings called what they are, 0 to 1; null when there is none.</summary>
    public double? AccuracyRatio => Ratio(Enumerable.Range(0, Labels.Count).Sum(k => Confusion[k][k]), Recordings);

    /// <summary>Mean over the classes that occur of the share called what they are, 0 to 1: a rare class counts as much as a frequent one.</summary>
    public double? BalancedAccuracyRatio => Recordings == 0 ? null : Enumerable.Range(0, Labels.Count).Select(k => Ratio(Confusion[k][k], Confusion[k].Sum())).Where(r => r is not null).Average();

    private static double? Ratio(int part, int whole) => whole == 0 ? null : (double)part / whole;
}

/// <summary>Recordings of one class in one stratum, and how many of them were called what they are.</summary>
public sealed record StratumAccuracy(string Stratum, string Label, int Recordings, int Right);
