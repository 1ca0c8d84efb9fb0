using System.Buffers;
using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Training.Layers;

/// <summary>Convolution: each window is gathered into a row and multiplied as a dense layer would.</summary>
public sealed class ConvolutionLayer : TrainableLayer
{
    private readonly WindowTaps _taps;

    internal ConvolutionLayer(string name, ConvolutionPlan plan, TensorShape input, TensorShape output, Window window)
        : base(name, plan, input, output, window.KernelHeight * window.KernelWidth * input.Channels, plan.Activation)
    {
        Window = window;
        _taps = new WindowTaps(window, input, output.Height, output.Width);
    }

    public Window Window { get; }

    internal override void Accumulate(ReadOnlySpan<float> input, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> sums)
    {
        float[] rented = ArrayPool<float>.Shared.Rent(WeightsPerChannel);
        Span<float> patch = rented.AsSpan(0, WeightsPerChannel);
        for (int position = 0; position < _taps.Positions; position++)
        {
            Gather(input, position, patch);
            for (int o = 0; o < Channels; o++)
            {
                sums[(position * Channels) + o] = bias[o] + VectorMath.Dot(weights.Slice(o * WeightsPerChannel, WeightsPerChannel), patch);
            }
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    internal override void Backpropagate(
        ReadOnlySpan<float> input, ReadOnlySpan<float> weights, in LayerScales scales, ReadOnlySpan<float> error, ParameterSlopes slopes, Span<float> inputError)
    {
        float[] rented = ArrayPool<float>.Shared.Rent(2 * WeightsPerChannel);
        Span<float> patch = rented.AsSpan(0, WeightsPerChannel);
        Span<float> patchError = rented.AsSpan(WeightsPerChannel, WeightsPerChannel);
        for (int position = 0; position < _taps.Positions; position++)
        {
            Gather(input, position, patch);
            patchError.Clear();
            for (int o = 0; o < Channels; o++)
            {
                float slope = error[(position * Channels) + o];
                if (slope != 0)
                {
                    slopes.Bias[o] += slope;
                    VectorMath.AddScaled(slopes.Weights.AsSpan(o * WeightsPerChannel, WeightsPerChannel), patch, slope * scales.Input);
                    VectorMath.AddScaled(patchError, weights.Slice(o * WeightsPerChannel, WeightsPerChannel), slope * scales.OfWeights(o));
                }
            }

            if (!inputError.IsEmpty)
            {
                Scatter(patchError, position, inputError);
            }
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    private void Gather(ReadOnlySpan<float> input, int position, Span<float> patch)
    {
        int channels = Input.Channels;
        ReadOnlySpan<int> taps = _taps.Of(position);
        for (int t = 0; t < taps.Length; t++)
        {
            Span<float> to = patch.Slice(t * channels, channels);
            if (taps[t] == WindowTaps.Outside)
            {
                to.Clear();
            }
            else
            {
                input.Slice(taps[t] * channels, channels).CopyTo(to);
            }
        }
    }

    private void Scatter(ReadOnlySpan<float> patchError, int position, Span<float> inputError)
    {
        int channels = Input.Channels;
        ReadOnlySpan<int> taps = _taps.Of(position);
        for (int t = 0; t < taps.Length; t++)
        {
            if (taps[t] != WindowTaps.Outside)
            {
                VectorMath.AddScaled(inputError.Slice(taps[t] * channels, channels), patchError.Slice(t * channels, channels), 1);
            }
        }
    }
}
