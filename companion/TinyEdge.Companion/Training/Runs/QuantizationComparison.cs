using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training.Layers;
using TinyEdge.Companion.Training.Quantization;

namespace TinyEdge.Companion.Training.Runs;

/// <summary>One network made INT8 in one way.</summary>
/// <param name="Network">Which network: as the recipe has it, or the hard one.</param>
/// <param name="Way">How it became INT8.</param>
/// <param name="AccuracyRatio">Share of the verdict recordings called what they are.</param>
/// <param name="BalancedAccuracyRatio">Mean of that share over the classes.</param>
/// <param name="SqnrDecibels">Of the probabilities against those of the same float weights; null for float itself.</param>
/// <param name="ClassesChangedRatio">Share of the verdict recordings whose class is not the one that the same weights name in float.</param>
public sealed record ComparisonRow(string Network, string Way, double AccuracyRatio, double BalancedAccuracyRatio, double? SqnrDecibels, double ClassesChangedRatio);

/// <summary>What each way to INT8 loses, on the recipe's network and on one made hard on purpose.</summary>
/// <remarks>
/// The hard one starts from weights that are the opposite of equalised (Nagel et al. 2019): each hidden channel is multiplied by a factor of
/// its own, up to two to the <see cref="Octaves"/>, and what reads it divided by the same. In float nothing changes; ranges of activations and of the
/// weights that a scale shares become wide. Quantisation in the loop trains on from there, for a float network of the same weights.
/// </remarks>
public sealed class QuantizationComparison
{
    private const int Octaves = 4;

    private readonly NetworkRecipe _recipe;
    private readonly int _seed;
    private readonly FeatureSet _features;
    private readonly TrainingSample[] _training;
    private readonly TrainingSample[] _verdict;
    private readonly int _classes;
    private readonly Action<EpochReport>? _observe;
    private readonly CancellationToken _cancellation;

    private QuantizationComparison(NetworkRecipe recipe, DataSplit split, int seed, Action<EpochReport>? observe, CancellationToken cancellation)
    {
        (_recipe, _seed, _observe, _cancellation, _classes) = (recipe, seed, observe, cancellation, split.Set.Labels.Count);
        TrainingSignal[] signals = [.. split.TrainAndTune.Augmented(recipe.Augmentation, (ulong)seed)];
        _features = FeatureSet.Fit(recipe, [.. signals.Select(s => s.Signal)]);
        _training = Samples(split.Set, [.. signals.Select(s => (s.Source, s.Signal))]);
        _verdict = Samples(split.Set, [.. split.Verdict.Recordings.Select(r => (r, r.Signal))]);
    }

    public IReadOnlyList<ComparisonRow> Rows { get; private set; } = [];

    public static QuantizationComparison Run(NetworkRecipe recipe, DataSplit split, int seed, Action<EpochReport>? observe = null, CancellationToken cancellation = default)
    {
        QuantizationComparison comparison = new(recipe, split, seed, observe, cancellation);
        comparison.Rows = [.. comparison.RowsOf("recipe", isHard: false), .. comparison.RowsOf("hard", isHard: true)];
        return comparison;
    }

    private IEnumerable<ComparisonRow> RowsOf(string name, bool isHard)
    {
        FloatNetwork network = Untrained();
        NetworkTrainer.Train(network, _features.Input, _training, [], Options with { QuantizeAfter = 1 }, _observe, cancellation: _cancellation);
        if (isHard)
        {
            Unequalise(network);
        }

        IReadOnlyList<ActivationRange> ranges = RangeCalibration.Of(network, _training.Select(s => s.Features));
        yield return Judge(name, "float", network, null);
        yield return Judge(name, "INT8 after training, one weight scale a layer", network, new FakeQuantNetwork(network, _features.Input, ranges, WeightScaling.PerTensor));
        yield return Judge(name, "INT8 after training, one weight scale a channel", network, new FakeQuantNetwork(network, _features.Input, ranges));

        TrainingResult tuned = NetworkTrainer.Train(
            network, _features.Input, _training, [], Options with { QuantizeAfter = 0 }, _observe, keepsParameters: true, cancellation: _cancellation);
        yield return Judge(name, "INT8, quantised in the loop", network, new FakeQuantNetwork(network, _features.Input, tuned.Ranges!));
    }

    private TrainerOptions Options => _recipe.Trainer with { Seed = _seed };

    private FloatNetwork Untrained() => new(
        new TensorShape(_features.Input.Height, _features.Input.Width, _features.Input.Channels), [.. _recipe.Layers, new DensePlan(_classes, Activation.None), new SoftmaxPlan()]);

    // INT8 is the device's engine; a class is that of its probabilities.
    private ComparisonRow Judge(string name, string way, FloatNetwork network, FakeQuantNetwork? quantized)
    {
        NetworkRunner? device = quantized is null ? null : new NetworkRunner(quantized.ToModel());
        int[] right = new int[_classes];
        int[] all = new int[_classes];
        int changed = 0;
        SignalToNoise noise = new();
        foreach (TrainingSample sample in _verdict)
        {
            float[][] trace = network.Trace(sample.Features);
            int expected = ClassOf(trace[^1]);
            int named = expected;
            if (device is not null)
            {
                IReadOnlyList<sbyte[]> outputs = device.RunLayers([.. sample.Features.Select(f => _features.Input.Quantize(f))]);
                (float scale, sbyte zeroPoint) = quantized!.QuantizationOf(network.Layers.Count - 1);
                noise.Add(trace[^1], [.. outputs[^1].Select(q => scale * (q - zeroPoint))]);
                named = ClassOf([.. outputs[^1].Select(q => (float)q)]);
            }

            all[sample.Class]++;
            right[sample.Class] += named == sample.Class ? 1 : 0;
            changed += named == expected ? 0 : 1;
        }

        double balanced = Enumerable.Range(0, _classes).Where(k => all[k] > 0).Average(k => (double)right[k] / all[k]);
        return new ComparisonRow(name, way, (double)right.Sum() / all.Sum(), balanced, device is null ? null : noise.Decibels, (double)changed / all.Sum());
    }

    private void Unequalise(FloatNetwork network)
    {
        TrainingRandom random = new((ulong)_seed + 77);
        for (int i = 0; i < network.Layers.Count - 1; i++)
        {
            if (network.Layers[i] is not DenseLayer { Activation: Activation.Relu } from || network.Layers[i + 1] is not DenseLayer to)
            {
                continue;
            }

            for (int c = 0; c < from.Channels; c++)
            {
                float factor = (float)Math.ScaleB(1, random.NextIndex((2 * Octaves) + 1) - Octaves);
                from.Bias[c] *= factor;
                foreach (ref float weight in from.Weights.AsSpan(c * from.WeightsPerChannel, from.WeightsPerChannel))
                {
                    weight *= factor;
                }

                for (int o = 0; o < to.Channels; o++)
                {
                    to.Weights[(o * to.WeightsPerChannel) + c] /= factor;
                }
            }
        }
    }

    private TrainingSample[] Samples(DataSet set, (DataRecording Source, Recording Signal)[] signals)
    {
        float[][] features = _features.Of([.. signals.Select(s => s.Signal)]);
        int[] counts = [.. set.Labels.Select(label => signals.Count(s => s.Source.Label == label))];
        return [.. signals.Select((s, i) => new TrainingSample(features[i], set.ClassOf(s.Source), (float)((double)signals.Length / (set.Labels.Count * counts[set.ClassOf(s.Source)]))))];
    }

    private static int ClassOf(float[] scores) => Array.IndexOf(scores, scores.Max());
}
