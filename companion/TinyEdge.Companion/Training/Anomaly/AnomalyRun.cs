using TinyEdge.Companion.Components;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training.Quantization;
using TinyEdge.Companion.Training.Runs;

namespace TinyEdge.Companion.Training.Anomaly;

/// <summary>How a detector does on one class in one stratum of the verdict part.</summary>
/// <param name="AlarmRatio">Share of the recordings at or above the threshold, INT8: false alarms of a normal class, detections of another.</param>
/// <param name="Auc">Of another class against the normal recordings of the same speed (of all, where it has none), INT8; null for a normal class.</param>
/// <param name="FloatAuc">The same of the float distance.</param>
public sealed record AnomalyStratum(string Stratum, string Label, bool IsNormal, int Recordings, double AlarmRatio, double? Auc, double? FloatAuc);

/// <summary>What training a detector came to, judged on the verdict part.</summary>
public sealed record AnomalyOutcome(
    NetworkRecipe Recipe, TrainedNetwork Trained, byte[] Component, AlarmThreshold Threshold, ThresholdsFile Thresholds, IReadOnlyList<AnomalyStratum> Strata, int MacsPerInference, int PoolBytes);

/// <summary>Learns from normal recordings alone how far from them a signal is.</summary>
public sealed class AnomalyRun(NetworkRecipe recipe, DataSplit split, int seed)
{
    private const string Label = "anomaly";

    // Logits between the middle of the normal recordings and the threshold: the score of a usual recording is then about 13 of 255.
    private const double LogitsToThreshold = 3;

    // Ranges reach as far as recordings that are so many times further out than the training recordings.
    private const float RangeReach = 3;

    private readonly AnomalyOptions _options = recipe.Anomaly;

    /// <exception cref="TinyEdgeException">A normal class has no recordings, or the recipe does not fit the data.</exception>
    public AnomalyOutcome Run()
    {
        Recording[] normal = [.. split.Train.Augmented(recipe.Augmentation, (ulong)seed).Where(s => _options.IsLearnt(s.Source)).Select(s => s.Signal)];
        RequireNormal(normal);
        FeatureSet features = FeatureSet.Fit(recipe, normal);
        float[][] points = features.Of(normal);
        FloatNetwork network = DistanceNetwork.Build(features.Input, points, _options, new TrainingRandom((ulong)seed));
        DataRecording[] tuning = [.. split.Tune.Recordings.Where(_options.IsLearnt)];
        Aim(network, features, tuning);

        TrainedNetwork trained = new(network, features.Input, Ranges(network, points), false, features.Section, [Label], seed, recipe.Sha256());
        byte[] component = trained.ToComponent();
        ModelPipeline pipeline = new(component);
        AlarmThreshold threshold = AlarmThreshold.Of([.. tuning.Select(r => Score(pipeline, r))], _options.FalseAlarmRatio);
        return new AnomalyOutcome(
            recipe, trained, component, threshold, ThresholdsOf(threshold), [.. Judge(network, features, pipeline, threshold.Level)], pipeline.MacsPerInference, pipeline.Pool.TotalBytes);
    }

    private void RequireNormal(Recording[] normal)
    {
        if (_options.Normal.FirstOrDefault(label => !split.Set.Labels.Contains(label)) is { } unknown)
        {
            throw new TrainingException("The detector cannot be trained.", $"The set has no class '{unknown}', which the recipe calls normal; it has {string.Join(", ", split.Set.Labels)}.", "Name the normal classes in anomaly.normal of the recipe.");
        }

        if (normal.Length == 0 || !split.Tune.Recordings.Any(_options.IsLearnt))
        {
            throw new TrainingException(
                "The detector cannot be trained.", $"No recording of a normal class ({string.Join(", ", _options.Normal)}) is in the {(normal.Length == 0 ? "training" : "tuning")} part.", "Record some, or split again with a tuning part.");
        }
    }

    private void Aim(FloatNetwork network, FeatureSet features, DataRecording[] tuning)
    {
        double[] distances = [.. features.Of([.. tuning.Select(r => r.Signal)]).Select(f => DistanceNetwork.Distance(network, f)).Order()];
        double middle = distances[distances.Length / 2];
        double edge = distances[Math.Min(distances.Length - 1, (int)(distances.Length * (1 - _options.FalseAlarmRatio)))];
        DistanceNetwork.Aim(network, edge, LogitsToThreshold / Math.Max(edge - middle, 1e-3));
    }

    private static IReadOnlyList<ActivationRange> Ranges(FloatNetwork network, float[][] points) =>
        RangeCalibration.Of(network, points.Concat(points.Select(p => p.Select(v => v * RangeReach).ToArray())));

    private static int Score(ModelPipeline pipeline, DataRecording recording) =>
        pipeline.Classify(recording.Signal.ToCounts(pipeline.Config.FixedPointScale)) is { } scores
            ? scores[0] + 128
            : throw new TrainingException($"Recording {recording.Id} is too short.", "The detector does not answer within it.", "Record longer, or use fewer frames.");

    private static ThresholdsFile ThresholdsOf(AlarmThreshold threshold) => new(Label, threshold.Level, threshold.Level * 3 / 4, OnCount: 3, OffCount: 3, SmoothingShift: 0);

    private IEnumerable<AnomalyStratum> Judge(FloatNetwork network, FeatureSet features, ModelPipeline pipeline, int level)
    {
        IReadOnlyList<DataRecording> verdict = split.Verdict.Recordings;
        float[][] inputs = features.Of([.. verdict.Select(r => r.Signal)]);
        var judged = verdict.Select((r, i) => (Recording: r, Int8: (double)Score(pipeline, r), Float: DistanceNetwork.Distance(network, inputs[i]))).ToArray();
        foreach (var group in judged.GroupBy(j => (j.Recording.Tags.Stratum, j.Recording.Label)))
        {
            bool isNormal = _options.IsNormal(group.First().Recording);
            string? speed = group.First().Recording.Tags["speed"];
            var normal = judged.Where(j => _options.IsNormal(j.Recording) && j.Recording.Tags["mounting"] == group.First().Recording.Tags["mounting"]).ToArray();
            var same = normal.Where(j => j.Recording.Tags["speed"] == speed).ToArray();
            normal = same.Length > 0 ? same : normal;
            yield return new AnomalyStratum(
                group.Key.Stratum, group.Key.Label, isNormal, group.Count(), (double)group.Count(g => g.Int8 >= level) / group.Count(),
                isNormal ? null : RocArea.Of([.. normal.Select(n => n.Int8)], [.. group.Select(g => g.Int8)]),
                isNormal ? null : RocArea.Of([.. normal.Select(n => n.Float)], [.. group.Select(g => g.Float)]));
        }
    }
}
