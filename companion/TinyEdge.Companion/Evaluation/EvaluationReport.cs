namespace TinyEdge.Companion.Evaluation;

/// <summary>The result of <c>tinyedge evaluate</c>; every ratio is 0..1, null where nothing could be counted.</summary>
/// <param name="SkippedRecordings">Too short for a single inference.</param>
/// <param name="SaturatedValues">Values beyond the range of the device's int16.</param>
/// <param name="PoolBytes">Front end and network, device layout.</param>
/// <param name="WindowsPerSecond">Windows (all axes, with the inferences they led to) a second, on this machine, one core.</param>
/// <param name="FaultThreshold">Fault score from which on a recording counts as faulty, chosen as <see cref="ThresholdChoice"/> says; null unless asked for.</param>
public sealed record EvaluationReport(
    int SchemaVersion,
    int Recordings,
    int SkippedRecordings,
    int SaturatedValues,
    EvaluationSummary Summary,
    int PoolBytes,
    int MacsPerInference,
    long Windows,
    double ElapsedSeconds,
    double WindowsPerSecond,
    ThresholdChoice? FaultThreshold = null)
{
    public const int CurrentSchemaVersion = 1;
}
