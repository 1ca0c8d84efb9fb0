using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Validation;

/// <summary>What can be said of the layers of a model without its float network: ranges, values at the ends, dead channels.</summary>
internal static class Int8Figures
{
    public static IReadOnlyList<LayerFigures> Run(NetworkModel model, NetworkRunner device, IReadOnlyList<ValidationSample> samples)
    {
        IReadOnlyList<sbyte[]>[] traces = [.. samples.Select(sample => device.RunLayers(sample.Features))];
        return [.. model.Layers.Select((layer, i) => FiguresOf(i, layer, [.. traces.Select(trace => trace[i])]))];
    }

    private static LayerFigures FiguresOf(int index, LayerSpec layer, IReadOnlyList<sbyte[]> outputs)
    {
        TensorSpec output = layer.Output;
        int low = outputs.Min(o => o.Min());
        int high = outputs.Max(o => o.Max());
        long atEnds = outputs.Sum(o => (long)o.Count(q => q == sbyte.MaxValue || (q == sbyte.MinValue && output.ZeroPoint != sbyte.MinValue)));
        int dead = Enumerable.Range(0, output.Channels).Count(channel => outputs.SelectMany(o => EveryNth(o, channel, output.Channels)).Distinct().Count() < 2);
        return new LayerFigures(
            index, output.Name, layer.Operator.ToString(), output.Dequantize((sbyte)low), output.Dequantize((sbyte)high), output.Dequantize(sbyte.MinValue), output.Dequantize(sbyte.MaxValue),
            output.Scale, output.ZeroPoint, 100.0 * (high - low) / byte.MaxValue, 100.0 * atEnds / outputs.Sum(o => (long)o.Length), double.NaN, double.NaN, double.NaN, double.NaN,
            (layer as WeightedSpec)?.Weights.Length ?? 0, 0, output.Channels, dead, 0, 0, []);
    }

    private static IEnumerable<sbyte> EveryNth(sbyte[] values, int first, int step)
    {
        for (int i = first; i < values.Length; i += step)
        {
            yield return values[i];
        }
    }
}
