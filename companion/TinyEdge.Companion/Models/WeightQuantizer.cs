namespace TinyEdge.Companion.Models;

/// <summary>Float weights to int8, symmetric, one scale an output channel (TensorFlow Lite's quantisation specification: -127..127, zero point 0).</summary>
public static class WeightQuantizer
{
    /// <param name="weights">(channels, rest), channels slowest.</param>
    /// <param name="bias">(channels).</param>
    /// <param name="inputScale">Scale of the layer's input; the bias has scale inputScale * weight scale.</param>
    public static (sbyte[] Weights, int[] Bias, float[] Scales) Quantize(float[] weights, float[] bias, int channels, float inputScale)
    {
        if (channels < 1 || bias.Length != channels || weights.Length == 0 || weights.Length % channels != 0 || !weights.All(float.IsFinite) || !bias.All(float.IsFinite))
        {
            throw new ModelException(
                "Float weights cannot be quantised.", $"{weights.Length} weights and {bias.Length} bias values for {channels} channels, or one of them is not a number.",
                "Pass (channels, inputs) weights that finished training.", Bundles.ResultCode.BadTensorShape);
        }

        int perChannel = weights.Length / channels;
        sbyte[] quantized = new sbyte[weights.Length];
        int[] quantizedBias = new int[channels];
        float[] scales = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            ReadOnlySpan<float> row = weights.AsSpan(c * perChannel, perChannel);
            scales[c] = ScaleOf(row, bias[c], inputScale);
            for (int i = 0; i < perChannel; i++)
            {
                quantized[(c * perChannel) + i] = (sbyte)Math.Clamp(Math.Round((double)row[i] / scales[c], MidpointRounding.AwayFromZero), -127, 127);
            }

            quantizedBias[c] = (int)Math.Round(bias[c] / ((double)inputScale * scales[c]), MidpointRounding.AwayFromZero);
        }

        return (quantized, quantizedBias, scales);
    }

    // A dead row under a large bias would need a bias beyond 32 bits: its scale grows until the bias has 2^29 steps at most.
    private static float ScaleOf(ReadOnlySpan<float> row, float bias, float inputScale)
    {
        float largest = 0;
        foreach (float weight in row)
        {
            largest = Math.Max(largest, Math.Abs(weight));
        }

        double scale = Math.Max(largest / 127.0, Math.Abs((double)bias) / inputScale / (1 << 29));
        return scale > 0 ? (float)scale : 1f / 127f;
    }
}
