using System.Numerics;
using TinyEdge.Companion.Models;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Tests.Inference;

/// <summary>
/// An independent statement of the operators, written from TensorFlow Lite's quantisation specification and not from the
/// kernels: sums over named coordinates with explicit padding, arbitrary-precision requantisation by floor division.
/// </summary>
internal static class ReferenceNetwork
{
    public static sbyte[] Eval(NetworkModel model, int layer, sbyte[] input)
    {
        TensorSpec source = model.InputOf(layer);
        return model.Layers[layer] switch
        {
            WeightedSpec spec => Weighted(spec, source, input),
            PoolSpec spec => Pool(spec, source, input),
            ReshapeSpec => input,
            _ => throw new NotSupportedException(),
        };
    }

    /// <summary>floor(acc * mantissa / 2^n + 1/2).</summary>
    public static BigInteger Round(BigInteger accumulator, QuantizedMultiplier multiplier)
    {
        BigInteger denominator = BigInteger.One << (31 - multiplier.Shift + 1);
        BigInteger numerator = (2 * accumulator * multiplier.Mantissa) + (BigInteger.One << (31 - multiplier.Shift));
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    private static sbyte[] Weighted(WeightedSpec spec, TensorSpec source, sbyte[] input)
    {
        TensorSpec to = spec.Output;
        sbyte[] output = new sbyte[to.Length];
        for (int index = 0; index < output.Length; index++)
        {
            (int y, int x, int o) = (index / to.Channels / to.Width, index / to.Channels % to.Width, index % to.Channels);
            BigInteger sum = spec.Bias[o];
            foreach ((int at, int weight) in Taps(spec, source, y, x, o))
            {
                sum += (BigInteger)(input[at] - source.ZeroPoint) * spec.Weights[weight];
            }

            float scale = spec.WeightScales.Length == 1 ? spec.WeightScales[0] : spec.WeightScales[o];
            double product = spec.Window is null && spec.WeightScales.Length == 1 ? source.Scale * scale : (double)source.Scale * scale;
            output[index] = Clamp(Round(sum, QuantizedMultiplier.From(product / to.Scale)) + to.ZeroPoint, spec.Activation, to);
        }

        return output;
    }

    private static IEnumerable<(int Input, int Weight)> Taps(WeightedSpec spec, TensorSpec source, int y, int x, int o)
    {
        if (spec.Window is not { } w)
        {
            return Enumerable.Range(0, source.Length).Select(i => (i, (o * source.Length) + i));
        }

        bool isDepthwise = spec.Operator == OperatorCode.DepthwiseConv2D;
        int multiplier = spec.Output.Channels / source.Channels;
        return
            from ky in Enumerable.Range(0, w.KernelHeight)
            from kx in Enumerable.Range(0, w.KernelWidth)
            from c in isDepthwise ? [o / multiplier] : Enumerable.Range(0, source.Channels)
            let iy = (y * w.StrideHeight) + (ky * w.DilationHeight) - w.PadTop
            let ix = (x * w.StrideWidth) + (kx * w.DilationWidth) - w.PadLeft
            where iy >= 0 && ix >= 0 && iy < source.Height && ix < source.Width
            let weight = isDepthwise
                ? (((ky * w.KernelWidth) + kx) * spec.Output.Channels) + o
                : (((((o * w.KernelHeight) + ky) * w.KernelWidth) + kx) * source.Channels) + c
            select ((((iy * source.Width) + ix) * source.Channels) + c, weight);
    }

    private static sbyte[] Pool(PoolSpec spec, TensorSpec source, sbyte[] input)
    {
        TensorSpec to = spec.Output;
        Window w = spec.Window;
        sbyte[] output = new sbyte[to.Length];
        for (int index = 0; index < output.Length; index++)
        {
            (int y, int x, int c) = (index / to.Channels / to.Width, index / to.Channels % to.Width, index % to.Channels);
            int[] values =
            [
                .. from iy in Enumerable.Range((y * w.StrideHeight) - w.PadTop, w.KernelHeight)
                   from ix in Enumerable.Range((x * w.StrideWidth) - w.PadLeft, w.KernelWidth)
                   where iy >= 0 && ix >= 0 && iy < source.Height && ix < source.Width
                   select (int)input[(((iy * source.Width) + ix) * source.Channels) + c]
            ];
            double value = spec.Operator == OperatorCode.MaxPool2D ? values.Max() : Math.Round((double)values.Sum() / values.Length, MidpointRounding.AwayFromZero);
            output[index] = Clamp((int)value, spec.Activation, to);
        }

        return output;
    }

    private static sbyte Clamp(BigInteger value, Activation activation, TensorSpec to)
    {
        BigInteger low = activation == Activation.None ? sbyte.MinValue : to.ZeroPoint;
        int six = (int)Math.Min(127, to.ZeroPoint + Math.Round(6f / to.Scale, MidpointRounding.AwayFromZero));
        BigInteger high = activation == Activation.Relu6 ? six : sbyte.MaxValue;
        return (sbyte)BigInteger.Max(low, BigInteger.Min(high, value));
    }
}
