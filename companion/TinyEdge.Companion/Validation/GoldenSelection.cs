using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Companion.Training;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Validation;

/// <summary>The windows chosen for a model, and what they are worth.</summary>
/// <param name="Chosen">In the order of choice.</param>
/// <param name="Detection">Of faults of the model by them.</param>
/// <param name="Synthetic">Of the same faults by the windows that a bundle gets without them.</param>
public sealed record GoldenChoice(IReadOnlyList<GoldenWindow> Chosen, FaultDetection Detection, FaultDetection Synthetic);

/// <summary>
/// Chooses golden vectors: extremes, each class at its surest, both sides of the threshold, the largest activations, where INT8 and float differ
/// most, one of each stratum, and then whatever shows most of the faults that are not shown yet. Deterministic.
/// </summary>
public static class GoldenSelection
{
    private const int Extremes = 3;
    private const int Axes = 3;
    private const int SyntheticSeed = 1;
    private const string ShowsFaults = "shows faults";

    /// <summary>Harm is judged on every n-th recording, so many at most.</summary>
    private const int MostJudges = 200;

    /// <param name="samples">Recordings that may be shipped; at least one of each class.</param>
    /// <param name="count">Vectors to choose, 4 to 16.</param>
    /// <param name="faults">Faults of weights to measure detection with.</param>
    public static GoldenChoice Choose(ValidatedModel model, IReadOnlyList<ValidationSample> samples, int count, int faults, int seed)
    {
        ModelPipeline pipeline = new(model.Component, PipelineParts.UnlimitedBytes);
        if (pipeline.Config.Axes != Axes)
        {
            throw new ValidationException($"No golden vectors can be chosen for {model.Folder}.", $"Its front end has {pipeline.Config.Axes} axes; golden vectors hold three.", "Bundles without golden.json get synthetic ones.");
        }

        byte[] section = model.Section(SectionType.Network);
        FixedFrontEnd frontEnd = new(model.Section(SectionType.FrontEnd));
        GoldenWindow[] extremes = [.. GoldenWindows.Signals(Extremes, pipeline.SamplesToFirstInference, SyntheticSeed).Select((signal, i) => new GoldenWindow("extreme", ((string[])["silence", "full-scale square wave", "full-scale noise"])[i], signal))];
        Candidates candidates = new(model, new NetworkRunner(section), samples);
        List<(ValidationSample Sample, string Why)> wanted = [.. candidates.Wanted().DistinctBy(w => w.Sample.Id)];
        List<GoldenWindow> chosen = [.. extremes.Concat(wanted.Select(w => WindowOf(w.Sample, w.Why, frontEnd, pipeline))).Take(count)];

        GoldenWindow[] synthetic = [.. GoldenWindows.Choose(pipeline, BundleFolder.GoldenVectorCount, SyntheticSeed).Select((signal, i) => new GoldenWindow(ShowsFaults, $"synthetic {i}", signal))];
        IEnumerable<GoldenWindow> others = candidates.Spread().Select(s => WindowOf(s, ShowsFaults, frontEnd, pipeline)).Where(w => chosen.All(c => c.Source != w.Source));
        GoldenWindow[] pool = [.. chosen, .. others, .. synthetic];
        FaultTable table = new(
            section, WeightFault.Draw(section, faults, seed), [.. pool.Select(w => FeaturesOf(w.Counts, frontEnd))], [.. EveryNth(samples).Select(s => s.Features)]);
        List<int> indices = [.. Enumerable.Range(0, chosen.Count)];
        Fill(table, pool, chosen, indices, count);
        return new GoldenChoice(chosen, table.DetectionBy(indices), table.DetectionBy([.. Enumerable.Range(pool.Length - synthetic.Length, synthetic.Length)]));
    }

    private static void Fill(FaultTable table, GoldenWindow[] pool, List<GoldenWindow> chosen, List<int> indices, int count)
    {
        while (chosen.Count < count && table.NextBest(indices) is var next and >= 0)
        {
            indices.Add(next);
            chosen.Add(pool[next]);
        }
    }

    private static IEnumerable<ValidationSample> EveryNth(IReadOnlyList<ValidationSample> samples) =>
        samples.Where((_, i) => i % ((samples.Count / MostJudges) + 1) == 0);

    // The samples of the newest frames, from where the first of those frames begins: alone they give the same features.
    private static GoldenWindow WindowOf(ValidationSample sample, string why, FixedFrontEnd frontEnd, ModelPipeline pipeline)
    {
        int first = (frontEnd.WindowCount(sample.Counts.Length / Axes) - frontEnd.Config.Frames) * frontEnd.Config.HopLength * Axes;
        return new GoldenWindow(why, sample.Id, sample.Counts[first..(first + (pipeline.SamplesToFirstInference * Axes))]);
    }

    private static sbyte[] FeaturesOf(short[] counts, FixedFrontEnd frontEnd) => [.. frontEnd.Features(counts)[^frontEnd.Config.Frames..].SelectMany(w => w)];

    /// <summary>What the network says of each recording, and which of them show something.</summary>
    private sealed class Candidates
    {
        private const int Steps = 256;
        private const int MostSpread = 96;

        private readonly ValidatedModel _model;
        private readonly int _scoreClass;
        private readonly List<(ValidationSample Sample, sbyte[] Scores, int Energy, double Difference)> _all = [];

        public Candidates(ValidatedModel model, NetworkRunner device, IReadOnlyList<ValidationSample> samples)
        {
            _model = model;
            _scoreClass = Enumerable.Range(0, model.Labels.Count).First(i => model.Labels[i] == model.ScoreClass);
            foreach (ValidationSample sample in samples)
            {
                IReadOnlyList<sbyte[]> layers = device.RunLayers(sample.Features);
                _all.Add((sample, layers[^1], layers.SkipLast(1).Sum(layer => layer.Sum(q => Math.Abs((int)q))), DifferenceOf(sample, layers[^1])));
            }
        }

        public IEnumerable<(ValidationSample Sample, string Why)> Wanted()
        {
            foreach (var group in _all.GroupBy(c => c.Sample.Class).OrderBy(g => g.Key))
            {
                yield return (group.MaxBy(c => c.Scores[group.Key]).Sample, $"class '{_model.Labels[group.Key]}' at its surest");
            }

            int level = (_model.Thresholds?.OnLevel ?? Steps / 2) - (Steps / 2);
            foreach ((bool isAbove, string side) in new[] { (true, "above"), (false, "below") })
            {
                if (_all.Where(c => c.Scores[_scoreClass] >= level == isAbove).ToArray() is { Length: > 0 } onThatSide)
                {
                    yield return (onThatSide.MinBy(c => Math.Abs(c.Scores[_scoreClass] - level)).Sample, $"just {side} the threshold");
                }
            }

            yield return (_all.MaxBy(c => c.Energy).Sample, "largest activations");
            if (_model.Trained is not null)
            {
                yield return (_all.MaxBy(c => c.Difference).Sample, "INT8 and float differ most");
            }

            foreach (var stratum in _all.GroupBy(c => c.Sample.Stratum).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                yield return (stratum.MinBy(c => c.Scores.Max()).Sample, $"least sure of {stratum.Key}");
            }
        }

        /// <summary>Recordings from everywhere, the least sure first.</summary>
        public IEnumerable<ValidationSample> Spread() => _all.OrderBy(c => c.Scores.Max()).ThenBy(c => c.Sample.Id, StringComparer.Ordinal).Where((_, i) => i % ((_all.Count / MostSpread) + 1) == 0).Select(c => c.Sample);

        private double DifferenceOf(ValidationSample sample, sbyte[] scores)
        {
            if (_model.Trained is not { } trained)
            {
                return 0;
            }

            float[] wanted = trained.Network.Predict([.. sample.Features.Select(q => (float)trained.Input.Dequantize(q))]);
            return wanted.Select((p, i) => Math.Abs(p - ((scores[i] + (Steps / 2)) / (double)Steps))).Max();
        }
    }
}
