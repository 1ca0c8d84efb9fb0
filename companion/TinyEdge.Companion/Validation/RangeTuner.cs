using TinyEdge.Companion.Training;
using TinyEdge.Companion.Training.Quantization;

namespace TinyEdge.Companion.Validation;

/// <summary>What tuning changed in one layer.</summary>
/// <param name="SqnrBeforeDb">Of the network's last layer with weights, before this change.</param>
/// <param name="SqnrAfterDb">The same after it.</param>
public sealed record RangeChange(string Layer, ActivationRange Before, ActivationRange After, double SqnrBeforeDb, double SqnrAfterDb);

/// <summary>
/// Chooses the ranges of activations anew from data: layer by layer, first to last, of several candidates the one that brings the
/// network's last layer with weights nearest to float, all else fixed; a change that does not help is not made. Weights stay.
/// </summary>
public static class RangeTuner
{
    /// <summary>Less is noise of the sample, not a better range.</summary>
    private const double LeastGainDb = 0.1;

    private static readonly double[] s_tails = [0, 0.0001, 0.001, 0.005, 0.01];
    private static readonly double[] s_shares = [0.5, 0.7, 0.85, 1.15];

    /// <param name="inputs">int8 inputs of the network, of recordings that do not give the verdict; at least one.</param>
    public static (TrainedNetwork Tuned, IReadOnlyList<RangeChange> Changes) Tune(TrainedNetwork trained, IReadOnlyList<sbyte[]> inputs)
    {
        float[][][] traces = [.. inputs.Select(input => trained.Network.Trace([.. input.Select(q => (float)trained.Input.Dequantize(q))]))];
        TrainedNetwork best = trained;
        double bestDb = SqnrOf(trained, inputs, traces);
        List<RangeChange> changes = [];
        for (int layer = 0; layer < trained.Ranges.Count; layer++)
        {
            (TrainedNetwork candidate, double decibels) = Candidates(best, layer, traces)
                .Select(range => With(best, layer, range))
                .Select(network => (network, SqnrOf(network, inputs, traces)))
                .MaxBy(c => c.Item2);
            if (decibels > bestDb + LeastGainDb)
            {
                changes.Add(new RangeChange(trained.Network.Trainable[layer].Name, best.Ranges[layer], candidate.Ranges[layer], bestDb, decibels));
                (best, bestDb) = (candidate, decibels);
            }
        }

        return (best, changes);
    }

    private static TrainedNetwork With(TrainedNetwork network, int layer, ActivationRange range) =>
        network with { Ranges = [.. network.Ranges.Select((r, i) => i == layer ? range : r)] };

    private static IEnumerable<ActivationRange> Candidates(TrainedNetwork network, int layer, float[][][] traces)
    {
        int index = Enumerable.Range(0, network.Network.Layers.Count).First(i => network.Network.Layers[i] == network.Network.Trainable[layer]);
        ValueSample values = new();
        foreach (float value in traces.SelectMany(trace => trace[index]))
        {
            values.Add(value);
        }

        foreach (double tail in s_tails)
        {
            IReadOnlyList<float> ends = tail == 0 ? [values.Min, values.Max] : values.Quantiles(tail, 1 - tail);
            yield return new ActivationRange(Math.Min(ends[0], 0), Math.Max(ends[1], 0));
        }

        ActivationRange now = network.Ranges[layer];
        foreach (double share in s_shares)
        {
            yield return new ActivationRange((float)(now.Min * share), (float)(now.Max * share));
        }
    }

    private static double SqnrOf(TrainedNetwork network, IReadOnlyList<sbyte[]> inputs, float[][][] traces)
    {
        FakeQuantNetwork fake = network.FakeQuantized();
        int last = Enumerable.Range(0, network.Network.Layers.Count).Last(i => network.Network.Layers[i] == network.Network.Trainable[^1]);
        (float scale, sbyte zeroPoint) = fake.QuantizationOf(last);
        NoiseRatio ratio = new();
        for (int i = 0; i < inputs.Count; i++)
        {
            sbyte[] got = fake.TraceInt8(inputs[i])[last];
            for (int k = 0; k < got.Length; k++)
            {
                ratio.Add(traces[i][last][k], (double)scale * (got[k] - zeroPoint));
            }
        }

        return ratio.Decibels;
    }
}
