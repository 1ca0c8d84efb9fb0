using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Training;

/// <summary>
/// Turns a trained float network into INT8: weights symmetric with one scale an output, activations by the range that
/// representative inputs reach.
/// </summary>
public static class PostTrainingQuantizer
{
    /// <param name="input">The network's input on the device, (frames, 1, features); frames are averaged before the first dense layer.</param>
    /// <param name="representative">Training features, averaged over frames, as the float network sees them.</param>
    public static NetworkModel Quantize(DenseNetwork network, TensorSpec input, IReadOnlyList<float[]> representative)
    {
        if (representative.Count == 0 || input.Channels != network.Inputs || input.Width != 1)
        {
            throw new TrainingException("The network cannot be quantised.", $"It takes {network.Inputs} features, the input has shape {input.Shape}, {representative.Count} representative samples.", "Pass the input that the network was trained for, and training features.");
        }

        NetworkModel model = new(input);
        if (input.Height > 1)
        {
            model.AddAveragePool2D(
                new TensorSpec("mean_frame", 1, 1, input.Channels, input.Scale, input.ZeroPoint),
                new Window(input.Height, 1, 1, 1, 1, 1, 0, 0));
        }

        (float Min, float Max)[] ranges = RangesOf(network, representative);
        for (int i = 0; i < network.Layers.Count; i++)
        {
            DenseLayer layer = network.Layers[i];
            (float scale, sbyte zeroPoint) = TensorSpec.QuantizationOf(ranges[i].Min, ranges[i].Max);
            model.AddFullyConnected(
                TensorSpec.Vector(layer.IsRelu ? $"dense_{i}" : "logits", layer.Outputs, scale, zeroPoint),
                layer.Weights, layer.Bias, layer.IsRelu ? Activation.Relu : Activation.None);
        }

        return model.AddSoftmax("probabilities");
    }

    private static (float Min, float Max)[] RangesOf(DenseNetwork network, IReadOnlyList<float[]> representative)
    {
        (float Min, float Max)[] ranges = new (float, float)[network.Layers.Count];
        foreach (float[] features in representative)
        {
            float[][] trace = network.Trace(features);
            for (int i = 0; i < ranges.Length; i++)
            {
                ranges[i] = (Math.Min(ranges[i].Min, trace[i].Min()), Math.Max(ranges[i].Max, trace[i].Max()));
            }
        }

        return ranges;
    }
}
