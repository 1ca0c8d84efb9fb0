using TinyEdge.Runtime.Detection;

namespace TinyEdge.Companion.Components;

/// <summary>
/// <c>thresholds.json</c>: when the score of a class becomes an alarm.
/// </summary>
/// <param name="ScoreClass">Name of the output class whose score is watched, as in the model's labels.</param>
/// <param name="OnLevel">Alarm side, score 1 to 255 (256 would be certainty).</param>
/// <param name="OffLevel">Release side, 0 to <paramref name="OnLevel"/>.</param>
/// <param name="OnCount">Consecutive decisions at or above the on level before the alarm begins, 1 to 100.</param>
/// <param name="OffCount">Consecutive decisions at or below the off level before it ends, 1 to 100.</param>
/// <param name="SmoothingShift">Exponential smoothing of the score: 0 none, 1 half of the way each decision, ... 6.</param>
public sealed record ThresholdsFile(string ScoreClass, int OnLevel, int OffLevel, int OnCount, int OffCount, int SmoothingShift)
{
    public const string Example = """{ "scoreClass": "fault", "onLevel": 150, "offLevel": 100, "onCount": 3, "offCount": 3, "smoothingShift": 1 }""";

    public static ThresholdsFile Load(string path) => ComponentJson.Read<ThresholdsFile>(path, Example);

    /// <summary>Reads UTF-8 JSON; <paramref name="name"/> is for messages.</summary>
    public static ThresholdsFile Parse(ReadOnlySpan<byte> json, string name) => ComponentJson.Parse<ThresholdsFile>(json, name, Example);

    public void Save(string path) => ComponentJson.Write(path, this);

    public byte[] ToBytes() => ComponentJson.ToBytes(this);

    /// <summary>The component's bytes for a model with these labels.</summary>
    public byte[] ToComponent(IReadOnlyList<string> labels, string origin)
    {
        int index = Enumerable.Range(0, labels.Count).FirstOrDefault(i => labels[i] == ScoreClass, -1);
        if (index < 0)
        {
            throw new TinyEdgeException(
                ExitCode.BadInput,
                $"{origin} watches the class '{ScoreClass}'.",
                $"The model's classes are {string.Join(", ", labels)}.",
                "Set scoreClass to one of them.");
        }

        ThresholdSettings settings = new()
        {
            ScoreClass = index,
            OnLevel = OnLevel,
            OffLevel = OffLevel,
            OnCount = OnCount,
            OffCount = OffCount,
            SmoothingShift = SmoothingShift,
        };
        if (!settings.IsValid(labels.Count))
        {
            throw new TinyEdgeException(
                ExitCode.BadInput,
                $"{origin} has a value out of range.",
                $"onLevel 1 to 255, offLevel 0 to onLevel, counts 1 to {ThresholdSettings.MaxCount}, smoothingShift 0 to {ThresholdSettings.MaxSmoothingShift}.",
                $"It should look like: {Example}");
        }

        byte[] bytes = new byte[ThresholdSettings.EncodedBytes];
        settings.Write(bytes);
        return bytes;
    }
}
