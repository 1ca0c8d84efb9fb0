using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Training.Layers;

/// <summary>outputs = weights * inputs + bias.</summary>
public sealed class DenseLayer(string name, LayerPlan plan, TensorShape input, int units, Activation activation)
    : TrainableLayer(name, plan, input, new TensorShape(1, 1, units), input.Length, activation)
{
    internal override void Accumulate(ReadOnlySpan<float> input, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> sums)
    {
        for (int o = 0; o < sums.Length; o++)
        {
            sums[o] = bias[o] + VectorMath.Dot(weights.Slice(o * WeightsPerChannel, WeightsPerChannel), input);
        }
    }

    internal override void Backpropagate(
        ReadOnlySpan<float> input, ReadOnlySpan<float> weights, in LayerScales scales, ReadOnlySpan<float> error, ParameterSlopes slopes, Span<float> inputError)
    {
        for (int o = 0; o < error.Length; o++)
        {
            float slope = error[o];
            if (slope == 0)
            {
                continue;
            }

            int row = o * WeightsPerChannel;
            slopes.Bias[o] += slope;
            VectorMath.AddScaled(slopes.Weights.AsSpan(row, WeightsPerChannel), input, slope * scales.Input);
            if (!inputError.IsEmpty)
            {
                VectorMath.AddScaled(inputError, weights.Slice(row, WeightsPerChannel), slope * scales.OfWeights(o));
            }
        }
    }
}
