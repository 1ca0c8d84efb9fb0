using System.Diagnostics;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.Evaluation;

/// <summary>Runs a model's pipeline, the device's own code, over recordings of a data set; each from an empty pipeline. Not thread safe.</summary>
public sealed class ClassEvaluator(ModelPipeline pipeline)
{
    /// <exception cref="TinyEdgeException">A recording does not fit the model, or has a class that the model does not know.</exception>
    public ClassReport Run(IReadOnlyList<DataRecording> recordings)
    {
        RequireKnownLabels(recordings);
        string[] labels = [.. pipeline.Labels];
        int[][] confusion = [.. labels.Select(_ => new int[labels.Length])];
        Dictionary<(string, string), (int Recordings, int Right)> strata = [];
        int skipped = 0;
        int saturated = 0;
        long windows = pipeline.WindowCount;
        Stopwatch watch = Stopwatch.StartNew();
        foreach (DataRecording recording in recordings)
        {
            int? predicted = Predict(recording.Signal, out int clipped);
            saturated += clipped;
            skipped += predicted is null ? 1 : 0;
            if (predicted is int k)
            {
                int actual = Array.IndexOf(labels, recording.Label);
                confusion[actual][k]++;
                (int count, int right) = strata.GetValueOrDefault((recording.Tags.Stratum, recording.Label));
                strata[(recording.Tags.Stratum, recording.Label)] = (count + 1, right + (k == actual ? 1 : 0));
            }
        }

        StratumAccuracy[] byStratum = [.. strata.Select(s => new StratumAccuracy(s.Key.Item1, s.Key.Item2, s.Value.Recordings, s.Value.Right))];
        return new ClassReport(labels, confusion, skipped, saturated, byStratum, pipeline.WindowCount - windows, watch.Elapsed.TotalSeconds);
    }

    /// <summary>Index of the class that the last inference of the recording says; null when it is too short for one.</summary>
    public int? Predict(Recording signal, out int saturated)
    {
        DeviceSamples.RequireMatch(signal, pipeline.Config);
        sbyte[]? scores = pipeline.Classify(signal.ToCounts(pipeline.Config.FixedPointScale, out saturated));
        return scores is null ? null : ModelPipeline.ClassOf(scores);
    }

    /// <exception cref="DataSetException">A recording has a class that the model does not know.</exception>
    public void RequireKnownLabels(IEnumerable<DataRecording> recordings)
    {
        if (recordings.FirstOrDefault(r => !pipeline.Labels.Contains(r.Label)) is { } unknown)
        {
            throw new DataSetException($"Recording '{unknown.Id}' cannot be judged.", $"Its class is '{unknown.Label}', the model knows {string.Join(", ", pipeline.Labels)}.", "Use a model that was trained for these classes, or correct the labels in dataset.json.");
        }
    }
}
