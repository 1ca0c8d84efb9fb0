using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.Evaluation;

/// <summary>Which recordings of each file are judged.</summary>
public enum FanPart
{
    /// <summary>The last 40 % (of a moving file the last half): what the shipped models have not been trained on.</summary>
    Verdict,

    /// <summary>The first 60 %: only to compare with the verdict.</summary>
    Training,

    /// <summary>Everything; for a model that was trained on other recordings.</summary>
    All,
}

/// <summary>Judges a model on the fan recordings: what <c>tinyedge evaluate --data FOLDER</c> does.</summary>
public static class FanEvaluation
{
    /// <param name="model">Bytes of a model component.</param>
    /// <param name="dataFolder">Folder with the fan recordings.</param>
    public static EvaluationReport Run(byte[] model, string dataFolder, FanPart part = FanPart.Verdict) =>
        new Evaluator(new ModelPipeline(model)).Run(Load(dataFolder, part));

    /// <exception cref="RecordingException">The folder has no fan recordings, or one is malformed.</exception>
    public static IReadOnlyList<LabelledRecording> Load(string dataFolder, FanPart part) =>
        [.. FanVibrationLayout.Load(dataFolder).SelectMany(file => PartOf(file, part).Select(r => new LabelledRecording(r, file.Conditions)))];

    private static IEnumerable<Recording> PartOf(FanFile file, FanPart part) => part switch
    {
        FanPart.Verdict => FanSplit.Verdict(file),
        FanPart.Training => FanSplit.Training(file),
        _ => file.Recordings,
    };
}
