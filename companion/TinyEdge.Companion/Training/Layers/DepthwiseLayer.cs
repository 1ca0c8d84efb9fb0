using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Training.Layers;

/// <summary>Convolution of each input channel by itself.</summary>
public sealed class DepthwiseLayer : TrainableLayer
{
    private readonly WindowTaps _taps;
    private readonly int _multiplier;

    internal DepthwiseLayer(string name, DepthwisePlan plan, TensorShape input, TensorShape output, Window window)
        : base(name, plan, input, output, window.KernelHeight * window.KernelWidth, plan.Activation)
    {
        Window = window;
        _multiplier = plan.Multiplier;
        _taps = new WindowTaps(window, input, output.Height, output.Width);
    }

    public Window Window { get; }

    internal override void Accumulate(ReadOnlySpan<float> input, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> sums)
    {
        for (int position = 0; position < _taps.Positions; position++)
        {
            ReadOnlySpan<int> taps = _taps.Of(position);
            for (int o = 0; o < Channels; o++)
            {
                float sum = bias[o];
                for (int t = 0; t < taps.Length; t++)
                {
                    sum += taps[t] == WindowTaps.Outside ? 0 : input[Place(taps[t], o)] * weights[(o * taps.Length) + t];
                }

                sums[(position * Channels) + o] = sum;
            }
        }
    }

    internal override void Backpropagate(
        ReadOnlySpan<float> input, ReadOnlySpan<float> weights, in LayerScales scales, ReadOnlySpan<float> error, ParameterSlopes slopes, Span<float> inputError)
    {
        for (int position = 0; position < _taps.Positions; position++)
        {
            ReadOnlySpan<int> taps = _taps.Of(position);
            for (int o = 0; o < Channels; o++)
            {
                float slope = error[(position * Channels) + o];
                slopes.Bias[o] += slope;
                for (int t = 0; t < taps.Length && slope != 0; t++)
                {
                    if (taps[t] == WindowTaps.Outside)
                    {
                        continue;
                    }

                    int weight = (o * taps.Length) + t;
                    slopes.Weights[weight] += slope * scales.Input * input[Place(taps[t], o)];
                    if (!inputError.IsEmpty)
                    {
                        inputError[Place(taps[t], o)] += slope * scales.OfWeights(o) * weights[weight];
                    }
                }
            }
        }
    }

    private int Place(int tap, int channel) => (tap * Input.Channels) + (channel / _multiplier);
}
