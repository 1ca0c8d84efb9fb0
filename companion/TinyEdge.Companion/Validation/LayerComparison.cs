using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training;
using TinyEdge.Companion.Training.Layers;
using TinyEdge.Companion.Training.Quantization;

namespace TinyEdge.Companion.Validation;

/// <summary>Runs float, fake-quantised and INT8 network side by side and says, layer by layer, what int8 costs.</summary>
public static class LayerComparison
{
    /// <param name="trained">Float weights and ranges.</param>
    /// <param name="device">The INT8 network in the device's own engine.</param>
    /// <param name="samples">At least one.</param>
    public static IReadOnlyList<LayerFigures> Run(TrainedNetwork trained, NetworkRunner device, IReadOnlyList<ValidationSample> samples, LayerLimits limits)
    {
        FloatNetwork network = trained.Network;
        FakeQuantNetwork fake = trained.FakeQuantized();
        NetworkModel model = fake.ToModel();
        LayerTally[] tallies = [.. Enumerable.Range(0, network.Layers.Count).Select(i => TallyOf(network.Layers[i], model.Layers[i].Output))];
        foreach (ValidationSample sample in samples)
        {
            Add(tallies, network, fake, model, device, sample);
        }

        return [.. tallies.Select((tally, i) => FiguresOf(i, network, model, tally, limits))];
    }

    private static LayerTally TallyOf(FloatLayer layer, TensorSpec output)
    {
        (double low, double high) = RangeOf(layer, output);
        return new LayerTally(output, low, high);
    }

    // Below its zero a ReLU clamps because it is one, and above six a ReLU6; a probability ends at 1, which int8 shows as 255/256: that is no saturation.
    private static (double Low, double High) RangeOf(FloatLayer layer, TensorSpec output)
    {
        if (layer is HeadLayer)
        {
            return (0, 1);
        }

        double low = output.Dequantize(sbyte.MinValue);
        double high = output.Dequantize(sbyte.MaxValue);
        return layer is TrainableLayer { Activation: not Activation.None } relu
            ? (Math.Max(low, 0), relu.Activation == Activation.Relu6 ? Math.Min(high, 6) : high)
            : (low, high);
    }

    private static void Add(LayerTally[] tallies, FloatNetwork network, FakeQuantNetwork fake, NetworkModel model, NetworkRunner device, ValidationSample sample)
    {
        float[] input = Dequantize(model.Input, sample.Features);
        float[][] wanted = network.Trace(input);
        sbyte[][] rounded = fake.TraceInt8(sample.Features);
        IReadOnlyList<sbyte[]> got = device.RunLayers(sample.Features);
        for (int i = 0; i < tallies.Length; i++)
        {
            float[] own = new float[network.Layers[i].Output.Length];
            network.Layers[i].Forward(i == 0 ? input : Dequantize(model.InputOf(i), got[i - 1]), own);
            tallies[i].Add(wanted[i], own, got[i], rounded[i]);
        }
    }

    private static float[] Dequantize(TensorSpec tensor, ReadOnlySpan<sbyte> values)
    {
        float[] real = new float[values.Length];
        for (int i = 0; i < real.Length; i++)
        {
            real[i] = (float)tensor.Dequantize(values[i]);
        }

        return real;
    }

    private static LayerFigures FiguresOf(int index, FloatNetwork network, NetworkModel model, LayerTally tally, LayerLimits limits)
    {
        FloatLayer layer = network.Layers[index];
        TensorSpec output = model.Layers[index].Output;
        (double low, double high) = RangeOf(layer, output);
        IReadOnlyList<float> middle = tally.Values.Quantiles(0.0005, 0.9995);
        (int weights, int clipped) = layer is TrainableLayer trainable ? ClippedOf(trainable, (WeightedSpec)model.Layers[index]) : (0, 0);
        LayerFigures figures = new(
            index, layer.Name, model.Layers[index].Operator.ToString(), tally.Values.Min, tally.Values.Max, low, high, output.Scale, output.ZeroPoint,
            100 * (Math.Min(Math.Max(middle[1], 0), high) - Math.Max(Math.Min(middle[0], 0), low)) / (high - low),
            tally.SaturationPercent, tally.SqnrDb, tally.OwnSqnrDb, tally.LargestErrorSteps, tally.MeanErrorSteps,
            weights, clipped, output.Channels, tally.DeadChannels, tally.FakeDifferences, tally.FakeLargestSteps, []);
        return figures with { Findings = LayerAdvice.Of(figures, layer, tally.Values, limits) };
    }

    private static (int Weights, int Clipped) ClippedOf(TrainableLayer layer, WeightedSpec spec)
    {
        int clipped = 0;
        for (int channel = 0; channel < layer.Channels; channel++)
        {
            float most = 127.5f * spec.WeightScales[spec.WeightScales.Length == 1 ? 0 : channel];
            foreach (float weight in layer.Row(channel))
            {
                clipped += Math.Abs(weight) > most ? 1 : 0;
            }
        }

        return (layer.Weights.Length, clipped);
    }
}
