using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Models.Reference;

/// <summary>Pools, Mean and Pad: what is taken from a window without weights.</summary>
internal static class PoolReference
{
    public static sbyte[] Eval(PoolSpec spec, TensorSpec from, sbyte[] input)
    {
        Window w = spec.Window;
        (sbyte min, sbyte max) = ActivationClamp.Of(spec.Activation, spec.Output);
        bool isMax = spec.Operator == OperatorCode.MaxPool2D;
        return Each(spec.Output, (y, x, c) =>
        {
            int sum = 0;
            int count = 0;
            int largest = sbyte.MinValue;
            for (int tap = 0; tap < w.KernelHeight * w.KernelWidth; tap++)
            {
                int row = (y * w.StrideHeight) - w.PadTop + (tap / w.KernelWidth);
                int column = (x * w.StrideWidth) - w.PadLeft + (tap % w.KernelWidth);
                if (row >= 0 && row < from.Height && column >= 0 && column < from.Width)
                {
                    int value = At(from, input, row, column, c);
                    sum += value;
                    count++;
                    largest = Math.Max(largest, value);
                }
            }

            // Halves away from zero.
            int mean = (sum > 0 ? sum + (count / 2) : sum - (count / 2)) / count;
            return (sbyte)Math.Clamp(isMax ? largest : mean, min, max);
        });
    }

    public static sbyte[] Mean(MeanSpec spec, TensorSpec from, sbyte[] input, Rounding rounding)
    {
        QuantizedMultiplier multiplier = Multipliers.OfMean(from.Scale, spec.Output.Scale, spec.CountOf(from));
        return Each(spec.Output, (y, x, c) =>
        {
            long sum = 0;
            for (int row = spec.OverHeight ? 0 : y; row < (spec.OverHeight ? from.Height : y + 1); row++)
            {
                for (int column = spec.OverWidth ? 0 : x; column < (spec.OverWidth ? from.Width : x + 1); column++)
                {
                    sum += At(from, input, row, column, c) - from.ZeroPoint;
                }
            }

            return (sbyte)Math.Clamp(spec.Output.ZeroPoint + FixedScaler.Apply(sum, multiplier, rounding), sbyte.MinValue, sbyte.MaxValue);
        });
    }

    public static sbyte[] Pad(PadSpec spec, TensorSpec from, sbyte[] input) => Each(spec.Output, (y, x, c) =>
    {
        int row = y - spec.PadTop;
        int column = x - spec.PadLeft;
        return row >= 0 && row < from.Height && column >= 0 && column < from.Width ? At(from, input, row, column, c) : spec.Output.ZeroPoint;
    });

    private static sbyte At(TensorSpec tensor, sbyte[] values, int row, int column, int channel) => values[(((row * tensor.Width) + column) * tensor.Channels) + channel];

    private static sbyte[] Each(TensorSpec to, Func<int, int, int, sbyte> value)
    {
        sbyte[] output = new sbyte[to.Length];
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = value(i / to.Channels / to.Width, i / to.Channels % to.Width, i % to.Channels);
        }

        return output;
    }
}
