using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Training.Layers;

/// <summary>Mean of each window, channel by channel.</summary>
public sealed class AveragePoolLayer(string name, AveragePoolPlan plan, TensorShape input, TensorShape output, Window window) : PoolLayer(name, plan, input, output, window)
{
    public override void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        Sum(input, output);
        foreach (ref float value in output)
        {
            value /= Taps.Count;
        }
    }

    // The device rounds the mean of the int8 values, zero point included, half away from zero.
    internal override void ForwardSteps(ReadOnlySpan<float> input, Span<float> output, int zeroPoint)
    {
        Sum(input, output);
        int half = Taps.Count / 2;
        foreach (ref float value in output)
        {
            int sum = (int)value + (zeroPoint * Taps.Count);
            value = ((sum > 0 ? sum + half : sum - half) / Taps.Count) - zeroPoint;
        }
    }

    internal override void Backpropagate(ReadOnlySpan<float> input, ReadOnlySpan<float> error, Span<float> inputError)
    {
        int channels = Input.Channels;
        for (int position = 0; position < Taps.Positions; position++)
        {
            foreach (int tap in Taps.Of(position))
            {
                VectorMath.AddScaled(inputError.Slice(tap * channels, channels), error.Slice(position * channels, channels), 1f / Taps.Count);
            }
        }
    }

    private void Sum(ReadOnlySpan<float> input, Span<float> output)
    {
        int channels = Input.Channels;
        output.Clear();
        for (int position = 0; position < Taps.Positions; position++)
        {
            foreach (int tap in Taps.Of(position))
            {
                VectorMath.AddScaled(output.Slice(position * channels, channels), input.Slice(tap * channels, channels), 1);
            }
        }
    }
}
