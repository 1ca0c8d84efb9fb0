using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.Evaluation;

/// <summary>
/// A threshold on the fault score: the one that separates faulty from healthy recordings (moving ones included) best; of a range of
/// equally good ones its middle, so that it is as far from both sides as the data allow.
/// </summary>
/// <param name="OnScore">0..1; scores from here on raise the fault.</param>
/// <param name="OffScore">0..1; a raised fault ends below this: half way between the on threshold and the median healthy score.</param>
public sealed record ThresholdChoice(double OnScore, double OffScore, double FalseAlarmRatio, double DetectionRatio)
{
    /// <summary>Steps of an int8 probability.</summary>
    private const int Steps = 256;

    /// <exception cref="ArgumentException">Healthy or faulty verdicts are missing.</exception>
    public static ThresholdChoice Of(IReadOnlyList<Verdict> verdicts)
    {
        double[] healthy = [.. verdicts.Where(v => v.Conditions.State == MachineState.Healthy).Select(v => v.FaultScore).Order()];
        double[] faulty = [.. verdicts.Where(v => v.Conditions.State == MachineState.Fault).Select(v => v.FaultScore)];
        if (healthy.Length == 0 || faulty.Length == 0)
        {
            throw new ArgumentException("A threshold needs healthy and faulty recordings.", nameof(verdicts));
        }

        double[] quality = [.. Enumerable.Range(0, Steps).Select(s => Ratio(faulty, s) - Ratio(healthy, s))];
        double best = quality.Max();
        int[] equal = [.. Enumerable.Range(0, Steps).Where(s => quality[s] == best)];
        int on = (equal[0] + equal[^1]) / 2;
        double off = ((double)on / Steps + healthy[healthy.Length / 2]) / 2;
        return new ThresholdChoice((double)on / Steps, off, Ratio(healthy, on), Ratio(faulty, on));
    }

    private static double Ratio(double[] scores, int step) => (double)scores.Count(s => s * Steps >= step) / scores.Length;
}
