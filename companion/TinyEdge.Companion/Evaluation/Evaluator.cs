using System.Diagnostics;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.Evaluation;

/// <summary>Runs a model's pipeline, the device's own code, over recordings and counts how often it was right.</summary>
public sealed class Evaluator
{
    private readonly ModelPipeline _pipeline;
    private readonly MachineState[] _states;

    /// <exception cref="ModelException">A label is none of healthy, fault, off, or one of them is missing.</exception>
    public Evaluator(ModelPipeline pipeline)
    {
        _pipeline = pipeline;
        _states = [.. pipeline.Labels.Select(StateOf)];
        if (_states.Distinct().Count() != Enum.GetValues<MachineState>().Length)
        {
            throw UnknownLabels(string.Join(", ", pipeline.Labels));
        }
    }

    /// <param name="choosesThreshold">Whether to search the best fault threshold; never on recordings that give the verdict.</param>
    public EvaluationReport Run(IReadOnlyList<LabelledRecording> recordings, bool choosesThreshold = false)
    {
        long windowsBefore = _pipeline.WindowCount;
        Stopwatch watch = Stopwatch.StartNew();
        IReadOnlyList<Verdict> verdicts = Judge(recordings, out int saturated);
        double seconds = watch.Elapsed.TotalSeconds;
        long windows = _pipeline.WindowCount - windowsBefore;
        return new EvaluationReport(
            EvaluationReport.CurrentSchemaVersion, recordings.Count, recordings.Count - verdicts.Count, saturated, EvaluationSummary.Of(verdicts),
            _pipeline.Pool.TotalBytes, _pipeline.MacsPerInference, windows, seconds, windows / Math.Max(seconds, 1e-9),
            choosesThreshold ? ThresholdChoice.Of(verdicts) : null);
    }

    /// <summary>One verdict a recording; recordings too short for an inference are left out.</summary>
    public IReadOnlyList<Verdict> Judge(IEnumerable<LabelledRecording> recordings, out int saturated)
    {
        List<Verdict> verdicts = [];
        saturated = 0;
        foreach (LabelledRecording item in recordings)
        {
            DeviceSamples.RequireMatch(item.Recording, _pipeline.Config);
            sbyte[]? scores = _pipeline.Classify(item.Recording.ToCounts(_pipeline.Config.FixedPointScale, out int clipped));
            saturated += clipped;
            if (scores is not null)
            {
                verdicts.Add(new Verdict(item.Conditions, _states[ModelPipeline.ClassOf(scores)], FaultScoreOf(scores)));
            }
        }

        return verdicts;
    }

    private static MachineState StateOf(string label) => label switch
    {
        "healthy" => MachineState.Healthy,
        "fault" => MachineState.Fault,
        "off" => MachineState.Off,
        _ => throw UnknownLabels(label),
    };

    private static ModelException UnknownLabels(string labels) =>
        new("The model cannot be evaluated.", $"Its classes are not healthy, fault and off: {labels}.", "Use a model for machine vibration.");

    // int8 probability, scale 1/256, zero point -128.
    private double FaultScoreOf(sbyte[] scores) => (scores[Array.IndexOf(_states, MachineState.Fault)] + 128) / 256.0;
}
