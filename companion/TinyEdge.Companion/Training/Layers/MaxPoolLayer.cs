using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Training.Layers;

/// <summary>Largest value of each window, channel by channel; of equals the first gets the slope.</summary>
public sealed class MaxPoolLayer(string name, MaxPoolPlan plan, TensorShape input, TensorShape output, Window window) : PoolLayer(name, plan, input, output, window)
{
    public override void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = input[Winner(input, i)];
        }
    }

    internal override void Backpropagate(ReadOnlySpan<float> input, ReadOnlySpan<float> error, Span<float> inputError)
    {
        for (int i = 0; i < error.Length; i++)
        {
            inputError[Winner(input, i)] += error[i];
        }
    }

    private int Winner(ReadOnlySpan<float> input, int output)
    {
        int channels = Input.Channels;
        int best = -1;
        foreach (int tap in Taps.Of(output / channels))
        {
            int place = (tap * channels) + (output % channels);
            best = best < 0 || input[place] > input[best] ? place : best;
        }

        return best;
    }
}
