using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Training.Layers;

/// <summary>A layer with weights and a clamp: outputs = activation(weights * window + bias).</summary>
public abstract class TrainableLayer : FloatLayer
{
    private protected TrainableLayer(string name, LayerPlan plan, TensorShape input, TensorShape output, int weightsPerChannel, Activation activation)
        : base(name, plan, input, output)
    {
        WeightsPerChannel = weightsPerChannel;
        Activation = activation;
        Weights = new float[Channels * weightsPerChannel];
        Bias = new float[Channels];
    }

    /// <summary>(channels, weights a channel): Dense (outputs, inputs), Convolution (outputs, kernel height, kernel width, inputs), Depthwise (outputs, kernel height, kernel width).</summary>
    public float[] Weights { get; }

    /// <summary>(channels).</summary>
    public float[] Bias { get; }

    public Activation Activation { get; }

    public int Channels => Output.Channels;

    public int WeightsPerChannel { get; }

    public ReadOnlySpan<float> Row(int channel) => Weights.AsSpan(channel * WeightsPerChannel, WeightsPerChannel);

    public sealed override void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        Accumulate(input, Weights, Bias, output);
        if (Activation != Activation.None)
        {
            float most = Activation == Activation.Relu6 ? 6 : float.PositiveInfinity;
            foreach (ref float value in output)
            {
                value = value < 0 ? 0 : value > most ? most : value;
            }
        }
    }

    internal sealed override void Backpropagate(ReadOnlySpan<float> input, ReadOnlySpan<float> error, Span<float> inputError) =>
        throw new NotSupportedException("A layer with weights needs to know them.");

    /// <summary>bias + weights * window, before the activation, of the given weights and not its own: they may be quantised.</summary>
    /// <param name="sums">(positions, channels), overwritten.</param>
    internal abstract void Accumulate(ReadOnlySpan<float> input, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> sums);

    /// <summary>Adds one sample's slopes.</summary>
    /// <param name="input">What went in, in steps of <paramref name="scales"/>' input scale.</param>
    /// <param name="weights">What it was multiplied with, in steps of their channel's scale.</param>
    /// <param name="error">(positions, channels) slope of the loss by the sums, real units.</param>
    /// <param name="inputError">(input shape) added to; empty when nobody asks.</param>
    internal abstract void Backpropagate(
        ReadOnlySpan<float> input, ReadOnlySpan<float> weights, in LayerScales scales, ReadOnlySpan<float> error, ParameterSlopes slopes, Span<float> inputError);
}
