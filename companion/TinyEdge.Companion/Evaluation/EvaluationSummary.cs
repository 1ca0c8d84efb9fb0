using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.Evaluation;

/// <summary>Figures at one speed.</summary>
/// <param name="HealthyRatio">Share of the normal fan's recordings called healthy.</param>
/// <param name="FaultRatio">Share of the faulty fan's recordings called faulty.</param>
/// <param name="BalancedAccuracyRatio">Mean of both.</param>
public sealed record SpeedSummary(string Speed, int HealthyRecordings, int FaultRecordings, double? HealthyRatio, double? FaultRatio, double? BalancedAccuracyRatio);

/// <summary>
/// Accuracy over a set of verdicts. The balanced accuracy is over low, medium and high speed without the moving recordings: the mean of the
/// share of normal recordings called healthy (not merely "not faulty") and of faulty ones called faulty. Null where there is nothing to count.
/// </summary>
/// <param name="Confusion">(actual, predicted) recordings, order healthy, fault, off; moving ones not included.</param>
/// <param name="MovingFalseAlarmRatio">Share of moving recordings called faulty.</param>
public sealed record EvaluationSummary(
    double? BalancedAccuracyRatio, IReadOnlyList<SpeedSummary> BySpeed, double? OffRatio, int MovingRecordings, double? MovingFalseAlarmRatio, int[][] Confusion)
{
    private const int States = 3;

    public static EvaluationSummary Of(IReadOnlyList<Verdict> verdicts)
    {
        Verdict[] still = [.. verdicts.Where(v => !v.Conditions.IsMoving)];
        Verdict[] running = [.. still.Where(v => v.Conditions.Speed != FanSpeed.Off)];
        Verdict[] moving = [.. verdicts.Where(v => v.Conditions.IsMoving)];
        int[][] confusion = [.. Enumerable.Range(0, States).Select(_ => new int[States])];
        foreach (Verdict verdict in still)
        {
            confusion[(int)verdict.Conditions.State][(int)verdict.Predicted]++;
        }

        return new EvaluationSummary(
            Summarise("all", running).BalancedAccuracyRatio,
            [.. running.GroupBy(v => v.Conditions.Speed).OrderBy(g => g.Key).Select(g => Summarise(g.Key.ToString().ToLowerInvariant(), [.. g]))],
            Share(still, MachineState.Off, MachineState.Off),
            moving.Length,
            Ratio(moving.Count(v => v.Predicted == MachineState.Fault), moving.Length),
            confusion);
    }

    private static SpeedSummary Summarise(string speed, Verdict[] verdicts)
    {
        double? healthy = Share(verdicts, MachineState.Healthy, MachineState.Healthy);
        double? fault = Share(verdicts, MachineState.Fault, MachineState.Fault);
        return new SpeedSummary(
            speed, verdicts.Count(v => v.Conditions.State == MachineState.Healthy), verdicts.Count(v => v.Conditions.State == MachineState.Fault), healthy, fault, (healthy + fault) / 2);
    }

    private static double? Share(Verdict[] verdicts, MachineState actual, MachineState predicted)
    {
        Verdict[] those = [.. verdicts.Where(v => v.Conditions.State == actual)];
        return Ratio(those.Count(v => v.Predicted == predicted), those.Length);
    }

    private static double? Ratio(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
