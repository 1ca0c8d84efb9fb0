using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Models.Reference;

/// <summary>FullyConnected, Conv2D and DepthwiseConv2D: bias plus products over the taps that lie inside the input, rescaled, clamped.</summary>
internal static class ConvolutionReference
{
    public static sbyte[] Eval(WeightedSpec spec, TensorSpec from, sbyte[] input, Rounding rounding)
    {
        TensorSpec to = spec.Output;
        bool isPerChannel = spec.WeightScales.Length > 1;
        QuantizedMultiplier[] multipliers = [.. spec.WeightScales.Select(scale => Multipliers.OfWeights(spec.Operator, isPerChannel, from.Scale, scale, to.Scale))];
        (sbyte min, sbyte max) = ActivationClamp.Of(spec.Activation, to);
        sbyte[] output = new sbyte[to.Length];
        for (int i = 0; i < output.Length; i++)
        {
            int channel = i % to.Channels;
            long sum = spec.Bias[channel] + (spec.Operator switch
            {
                OperatorCode.FullyConnected => Dense(spec, from, input, channel),
                OperatorCode.Conv2D => Taps(spec, from, input, i, (tap, c) => spec.Weights[(((channel * spec.Window!.KernelHeight * spec.Window.KernelWidth) + tap) * from.Channels) + c], 0, from.Channels),
                _ => Depthwise(spec, from, input, i, channel),
            });
            long value = to.ZeroPoint + FixedScaler.Apply(sum, multipliers[isPerChannel ? channel : 0], rounding);
            output[i] = (sbyte)Math.Clamp(value, min, max);
        }

        return output;
    }

    private static long Dense(WeightedSpec spec, TensorSpec from, sbyte[] input, int channel)
    {
        long sum = 0;
        for (int i = 0; i < input.Length; i++)
        {
            sum += (input[i] - from.ZeroPoint) * spec.Weights[(channel * input.Length) + i];
        }

        return sum;
    }

    private static long Depthwise(WeightedSpec spec, TensorSpec from, sbyte[] input, int index, int channel)
    {
        int read = channel / (spec.Output.Channels / from.Channels);
        return Taps(spec, from, input, index, (tap, _) => spec.Weights[(tap * spec.Output.Channels) + channel], read, read + 1);
    }

    private static long Taps(WeightedSpec spec, TensorSpec from, sbyte[] input, int index, Func<int, int, int> weight, int firstChannel, int endChannel)
    {
        Window w = spec.Window!;
        int x = index / spec.Output.Channels % spec.Output.Width;
        int y = index / spec.Output.Channels / spec.Output.Width;
        long sum = 0;
        for (int tap = 0; tap < w.KernelHeight * w.KernelWidth; tap++)
        {
            int row = (y * w.StrideHeight) - w.PadTop + (tap / w.KernelWidth * w.DilationHeight);
            int column = (x * w.StrideWidth) - w.PadLeft + (tap % w.KernelWidth * w.DilationWidth);
            for (int c = firstChannel; row >= 0 && row < from.Height && column >= 0 && column < from.Width && c < endChannel; c++)
            {
                sum += (input[(((row * from.Width) + column) * from.Channels) + c] - from.ZeroPoint) * weight(tap, c);
            }
        }

        return sum;
    }
}
