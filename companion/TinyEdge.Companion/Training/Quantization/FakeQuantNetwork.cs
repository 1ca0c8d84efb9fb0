using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training.Layers;

namespace TinyEdge.Companion.Training.Quantization;

/// <summary>
/// A float network whose weights and activations are rounded as the device will: what training with quantisation in the loop sees. Up
/// to the head it gives the device's integers, bit for bit while a sum stays below 2^24 steps (float holds those exactly), within 1
/// step above; a softmax is within 1 step of the device's fixed point. Not thread safe.
/// </summary>
public sealed class FakeQuantNetwork
{
    private const float ProbabilityScale = 1f / 256;
    private const sbyte ProbabilityZeroPoint = -128;

    private readonly NetworkSteps _steps;
    private readonly NetworkPass _pass;

    /// <param name="ranges">One a trainable layer.</param>
    /// <exception cref="TrainingException">Input or ranges are not this network's.</exception>
    public FakeQuantNetwork(FloatNetwork network, TensorSpec input, IReadOnlyList<ActivationRange> ranges, WeightScaling scaling = WeightScaling.PerChannel)
    {
        Int8Converter.RequireMatch(network, input, ranges);
        Network = network;
        Ranges = [.. ranges];
        Scaling = scaling;
        _steps = new NetworkSteps(network, input, ranges, scaling);
        _pass = new NetworkPass(network);
    }

    public FloatNetwork Network { get; }

    public TensorSpec Input => _steps.Input;

    /// <summary>One a trainable layer.</summary>
    public IReadOnlyList<ActivationRange> Ranges { get; }

    public WeightScaling Scaling { get; }

    /// <summary>Scale and zero point of a layer's output.</summary>
    public (float Scale, sbyte ZeroPoint) QuantizationOf(int layer) =>
        Network.Layers[layer] is HeadLayer ? (ProbabilityScale, ProbabilityZeroPoint) : _steps.Outputs[layer];

    /// <summary>The int8 outputs of every layer, in order, as the device's tensors.</summary>
    /// <param name="input">int8, as the device's front end gives them.</param>
    public sbyte[][] TraceInt8(ReadOnlySpan<sbyte> input)
    {
        float[] steps = new float[input.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            steps[i] = input[i] - Input.ZeroPoint;
        }

        _pass.Forward(steps, _steps);
        return [.. Enumerable.Range(0, Network.Layers.Count).Select(OutputOf)];
    }

    /// <summary>The same as real values, scale * (q - zero point).</summary>
    /// <param name="input">Real values; rounded to the input's int8 steps.</param>
    public float[][] Trace(ReadOnlySpan<float> input)
    {
        sbyte[] quantized = new sbyte[input.Length];
        for (int i = 0; i < quantized.Length; i++)
        {
            quantized[i] = Input.Quantize(input[i]);
        }

        return [.. TraceInt8(quantized).Select((output, layer) => Dequantise(output, layer))];
    }

    /// <summary>Output of the last layer, real values.</summary>
    public float[] Predict(ReadOnlySpan<float> input) => Trace(input)[^1];

    /// <summary>The INT8 network with these ranges.</summary>
    public NetworkModel ToModel() => Int8Converter.Convert(Network, Input, Ranges, Scaling);

    private float[] Dequantise(sbyte[] output, int layer)
    {
        (float scale, sbyte zeroPoint) = QuantizationOf(layer);
        return [.. output.Select(q => scale * (q - zeroPoint))];
    }

    private sbyte[] OutputOf(int layer) => Network.Layers[layer] switch
    {
        SoftmaxLayer => Softmax(),
        SigmoidLayer => Sigmoid(layer),
        _ => Int8(_pass.OutputOf(layer), _steps.Outputs[layer].ZeroPoint),
    };

    private static sbyte[] Int8(ReadOnlySpan<float> steps, sbyte zeroPoint)
    {
        sbyte[] values = new sbyte[steps.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (sbyte)(steps[i] + zeroPoint);
        }

        return values;
    }

    private sbyte[] Softmax()
    {
        float[] probabilities = [.. _pass.Scores];
        Probabilities.Softmax(probabilities);
        return [.. probabilities.Select(p => (sbyte)Math.Min(Math.Floor((p / ProbabilityScale) + 0.5) + ProbabilityZeroPoint, sbyte.MaxValue))];
    }

    private sbyte[] Sigmoid(int layer)
    {
        (float scale, sbyte zeroPoint) = _steps.Outputs[layer];
        sbyte[] table = LogisticTable.Build(scale, zeroPoint, ProbabilityScale, ProbabilityZeroPoint);
        return [.. Int8(_pass.OutputOf(layer - 1), zeroPoint).Select(q => table[q + 128])];
    }
}
