using TinyEdge.Companion.DataSets;

namespace TinyEdge.Companion.Training.Anomaly;

/// <summary>How <see cref="DistanceNetwork"/> is made.</summary>
public sealed record AnomalyOptions
{
    /// <summary>Classes that are normal; all others are judged as anomalies and never learnt from.</summary>
    public IReadOnlyList<string> Normal { get; init; } = ["healthy"];

    /// <summary>Conditions, TAG=VALUE, whose recordings are neither learnt from nor tuned on, though their class is normal: they are only judged.</summary>
    public IReadOnlyList<string> LeavesOut { get; init; } = ["mounting=moving"];

    /// <summary>Centres of the normal recordings, for a machine with several states; the distance is that to the nearest.</summary>
    public int Centres { get; init; } = 3;

    /// <summary>Directions in which distances are measured, those in which the normal recordings spread least; no more than a frame has features.</summary>
    public int Directions { get; init; } = 36;

    /// <summary>Share of the mean variance that is added to each: what so few recordings say about a direction is not taken at its word.</summary>
    public double Shrinkage { get; init; } = 0.02;

    /// <summary>Share of normal windows that may reach the threshold.</summary>
    public double FalseAlarmRatio { get; init; } = 0.01;

    internal bool IsNormal(DataRecording recording) => Normal.Contains(recording.Label);

    /// <summary>Normal, and under none of the conditions that are left out.</summary>
    internal bool IsLearnt(DataRecording recording) =>
        IsNormal(recording) && !recording.Tags.ToDictionary().Any(tag => LeavesOut.Contains($"{tag.Key}={tag.Value}"));

    internal void Check()
    {
        bool holds = Normal.Count > 0 && Centres is >= 1 and <= 16 && Directions is >= 1 and <= 256 && Shrinkage is > 0 and <= 100 && FalseAlarmRatio is > 0 and < 0.5;
        if (!holds)
        {
            throw new TrainingException(
                "The anomaly options cannot be used.", "At least one normal class, centres 1..16, directions 1..256, shrinkage above 0, false-alarm ratio between 0 and 0.5.", "Correct the anomaly section of the recipe.");
        }
    }
}
