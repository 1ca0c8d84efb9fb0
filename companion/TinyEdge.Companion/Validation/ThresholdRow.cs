namespace TinyEdge.Companion.Validation;

/// <summary>A row of the threshold sweep: what an alarm from this score on would detect and raise falsely, a recording, before any debounce.</summary>
/// <param name="Threshold">0..1.</param>
/// <param name="IsInUse">Whether it is the on level of thresholds.json.</param>
public sealed record ThresholdRow(double Threshold, bool IsInUse, RocPoint? Float, RocPoint Int8);
