namespace TinyEdge.Companion.Validation;

/// <summary>One threshold: the share of alarms among samples without and with the watched class.</summary>
/// <param name="Threshold">A score from here on is an alarm, 0..1.</param>
public readonly record struct RocPoint(double Threshold, double FalseAlarmRatio, double DetectionRatio);

/// <summary>
/// Receiver operating characteristic of a score. The area is the probability that a sample of the watched class scores higher than
/// another one, ties counting half (Hanley and McNeil 1982): exact, no trapezoids of a sampled curve.
/// </summary>
/// <param name="Auc">0..1.</param>
/// <param name="Points">By falling threshold: from (0, 0) to (1, 1), one for each score that occurs.</param>
public sealed record RocCurve(double Auc, IReadOnlyList<RocPoint> Points)
{
    /// <param name="positives">Scores of the watched class; at least one.</param>
    /// <param name="negatives">Scores of the others; at least one.</param>
    public static RocCurve Of(IReadOnlyList<double> positives, IReadOnlyList<double> negatives)
    {
        (double Score, bool IsPositive)[] sorted = [.. positives.Select(s => (s, true)).Concat(negatives.Select(s => (s, false))).OrderByDescending(s => s.Item1)];
        List<RocPoint> points = [new RocPoint(double.PositiveInfinity, 0, 0)];
        int detected = 0;
        int alarms = 0;
        double wins = 0;
        for (int i = 0; i < sorted.Length;)
        {
            (int detectedBefore, int alarmsBefore) = (detected, alarms);
            double score = sorted[i].Score;
            for (; i < sorted.Length && sorted[i].Score == score; i++)
            {
                detected += sorted[i].IsPositive ? 1 : 0;
                alarms += sorted[i].IsPositive ? 0 : 1;
            }

            wins += (alarms - alarmsBefore) * ((detectedBefore + detected) / 2.0);
            points.Add(new RocPoint(score, (double)alarms / negatives.Count, (double)detected / positives.Count));
        }

        return new RocCurve(wins / ((double)positives.Count * negatives.Count), points);
    }

    /// <summary>Both ratios at any threshold.</summary>
    public RocPoint At(double threshold) => Points.Last(p => p.Threshold >= threshold) with { Threshold = threshold };
}
