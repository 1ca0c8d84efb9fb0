using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training.Layers;

namespace TinyEdge.Companion.Training.Quantization;

/// <summary>A float network and the ranges of its layers to the INT8 network of the device.</summary>
public static class Int8Converter
{
    /// <param name="input">The network's input on the device; as many values as the float network takes.</param>
    /// <param name="ranges">One a trainable layer, learnt or <see cref="RangeCalibration">measured</see>.</param>
    /// <exception cref="TrainingException">Input or ranges are not this network's.</exception>
    public static NetworkModel Convert(FloatNetwork network, TensorSpec input, IReadOnlyList<ActivationRange> ranges, WeightScaling scaling = WeightScaling.PerChannel)
    {
        RequireMatch(network, input, ranges);
        NetworkModel model = new(input);
        int trainable = 0;
        for (int i = 0; i < network.Layers.Count; i++)
        {
            if (network.Layers[i] is TrainableLayer layer)
            {
                (float scale, sbyte zeroPoint) = TensorSpec.QuantizationOf(ranges[trainable].Min, ranges[trainable].Max);
                bool isLast = trainable == network.Trainable.Count - 1;
                Add(model, layer, Spec(isLast && network.Layers[^1] is HeadLayer ? "logits" : layer.Name, layer.Output, scale, zeroPoint), scaling);
                trainable++;
            }
            else
            {
                Add(model, network.Layers[i]);
            }
        }

        return model;
    }

    internal static void RequireMatch(FloatNetwork network, TensorSpec input, IReadOnlyList<ActivationRange> ranges)
    {
        bool fits = network.Input == new TensorShape(input.Height, input.Width, input.Channels);
        if (!fits || ranges.Count != network.Trainable.Count)
        {
            throw new TrainingException(
                "The network cannot be quantised.", $"It takes {network.Input} and has {network.Trainable.Count} layers with weights; the input has shape {input.Shape}, with {ranges.Count} ranges.",
                "Pass the input that the network was trained for, and a range for each layer with weights.");
        }

        if (ranges.Any(r => !float.IsFinite(r.Min) || !float.IsFinite(r.Max) || r.Min > 0 || r.Max < 0))
        {
            throw new TrainingException("The network cannot be quantised.", "A range is not finite or does not hold 0.", "Measure the ranges on training features.");
        }
    }

    private static TensorSpec Spec(string name, TensorShape shape, float scale, sbyte zeroPoint) => new(name, shape.Height, shape.Width, shape.Channels, scale, zeroPoint);

    private static void Add(NetworkModel model, TrainableLayer layer, TensorSpec output, WeightScaling scaling)
    {
        (sbyte[] weights, int[] bias, float[] scales) = WeightQuantizer.Quantize(layer.Weights, layer.Bias, layer.Channels, model.Output.Scale, scaling == WeightScaling.PerTensor);
        switch (layer)
        {
            case DenseLayer:
                model.AddFullyConnected(output, weights, bias, scales, layer.Activation);
                break;
            case ConvolutionLayer convolution:
                model.AddConv2D(output, convolution.Window, weights, bias, scales, layer.Activation);
                break;
            case DepthwiseLayer depthwise:
                model.AddDepthwiseConv2D(output, depthwise.Window, ChannelsFastest(weights, layer.Channels), bias, scales, layer.Activation);
                break;
            default:
                throw new NotSupportedException($"No operator is known for {layer.Name}.");
        }
    }

    private static void Add(NetworkModel model, FloatLayer layer)
    {
        TensorSpec same = Spec(layer.Name, layer.Output, model.Output.Scale, model.Output.ZeroPoint);
        switch (layer)
        {
            case AveragePoolLayer pool:
                model.AddAveragePool2D(same, pool.Window);
                break;
            case MaxPoolLayer pool:
                model.AddMaxPool2D(same, pool.Window);
                break;
            case ReshapeLayer:
                model.AddReshape(same);
                break;
            case SoftmaxLayer:
                model.AddSoftmax(layer.Name);
                break;
            case SigmoidLayer:
                model.AddLogistic(layer.Name);
                break;
            default:
                throw new NotSupportedException($"No operator is known for {layer.Name}.");
        }
    }

    private static sbyte[] ChannelsFastest(sbyte[] weights, int channels)
    {
        int taps = weights.Length / channels;
        return [.. Enumerable.Range(0, weights.Length).Select(i => weights[(i % channels * taps) + (i / channels)])];
    }
}
