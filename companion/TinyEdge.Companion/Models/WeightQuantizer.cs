namespace TinyEdge.Companion.Models;

/// <summary>Float weights to int8, symmetric, one scale an output channel (TensorFlow Lite's quantisation specification: -127..127, zero point 0).</summary>
public static class WeightQuantizer
{
    /// <param name="weights">(channels, rest), channels slowest.</param>
    /// <param name="bias">(channels).</param>
    /// <param name="inputScale">Scale of the layer's input; the bias has scale inputScale * weight scale.</param>
    /// <param name="isPerTensor">One scale for all channels; its array then has one entry.</param>
    public static (sbyte[] Weights, int[] Bias, float[] Scales) Quantize(float[] weights, float[] bias, int channels, float inputScale, bool isPerTensor = false)
    {
        if (channels < 1 || bias.Length != channels || weights.Length == 0 || weights.Length % channels != 0 || !weights.All(float.IsFinite) || !bias.All(float.IsFinite))
        {
            throw new ModelException(
                "Float weights cannot be quantised.", $"{weights.Length} weights and {bias.Length} bias values for {channels} channels, or one of them is not a number.",
                "Pass (channels, inputs) weights that finished training.", Bundles.ResultCode.BadTensorShape);
        }

        int perChannel = weights.Length / channels;
        float[] scales = new float[channels];
        Scales(weights, bias, inputScale, scales, isPerTensor);
        sbyte[] quantized = new sbyte[weights.Length];
        float[] steps = new float[perChannel];
        for (int c = 0; c < channels; c++)
        {
            Steps(weights.AsSpan(c * perChannel, perChannel), scales[c], steps);
            for (int i = 0; i < perChannel; i++)
            {
                quantized[(c * perChannel) + i] = (sbyte)steps[i];
            }
        }

        int[] quantizedBias = [.. bias.Select((b, c) => BiasSteps(b, inputScale, scales[c]))];
        return (quantized, quantizedBias, isPerTensor ? [scales[0]] : scales);
    }

    /// <summary>One scale a channel; all of them the largest when they are to share one.</summary>
    /// <param name="scales">(channels), overwritten.</param>
    internal static void Scales(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, float inputScale, Span<float> scales, bool isPerTensor)
    {
        int perChannel = weights.Length / scales.Length;
        float largest = 0;
        for (int c = 0; c < scales.Length; c++)
        {
            scales[c] = ScaleOf(weights.Slice(c * perChannel, perChannel), bias[c], inputScale);
            largest = Math.Max(largest, scales[c]);
        }

        if (isPerTensor)
        {
            scales.Fill(largest);
        }
    }

    /// <summary>Nearest steps of a scale, -127..127, halves away from zero.</summary>
    internal static void Steps(ReadOnlySpan<float> row, float scale, Span<float> steps)
    {
        for (int i = 0; i < row.Length; i++)
        {
            steps[i] = (float)Math.Clamp(Math.Round((double)row[i] / scale, MidpointRounding.AwayFromZero), -127, 127);
        }
    }

    internal static int BiasSteps(float bias, float inputScale, float scale) =>
        (int)Math.Round(bias / ((double)inputScale * scale), MidpointRounding.AwayFromZero);

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
