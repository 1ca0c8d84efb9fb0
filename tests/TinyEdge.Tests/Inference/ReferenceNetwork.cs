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
    /// <summary>Every layer's output, whatever each of them reads.</summary>
    public static IReadOnlyList<sbyte[]> RunLayers(NetworkModel model, sbyte[] input)
    {
        List<sbyte[]> outputs = [];
        for (int i = 0; i < model.Layers.Count; i++)
        {
            sbyte[] Made(int by) => by < 0 ? input : outputs[by];
            sbyte[] from = Made(model.SourceOf(i));
            outputs.Add(model.Layers[i] is ElementwiseSpec pair ? Pair(pair, model.InputOf(i), model.OtherInputOf(i), from, Made(pair.Other)) : Eval(model, i, from));
        }

        return outputs;
    }

    public static sbyte[] Eval(NetworkModel model, int layer, sbyte[] input)
    {
        TensorSpec source = model.InputOf(layer);
        return model.Layers[layer] switch
        {
            WeightedSpec spec => Weighted(spec, source, input),
            PoolSpec spec => Pool(spec, source, input),
            ReshapeSpec => input,
            PadSpec spec => Pad(spec, source, input),
            MeanSpec spec => Mean(spec, source, input),
            TableSpec spec => [.. input.Select(value => Table(spec, source, value))],
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

    private static sbyte[] Pad(PadSpec spec, TensorSpec source, sbyte[] input)
    {
        sbyte[] output = [.. Enumerable.Repeat(spec.Output.ZeroPoint, spec.Output.Length)];
        for (int i = 0; i < input.Length; i++)
        {
            (int y, int x, int c) = (i / source.Channels / source.Width, i / source.Channels % source.Width, i % source.Channels);
            output[((((y + spec.PadTop) * spec.Output.Width) + x + spec.PadLeft) * source.Channels) + c] = input[i];
        }

        return output;
    }

    // The division by the count is folded into the mantissa and truncated there; nothing else rounds but the end.
    private static sbyte[] Mean(MeanSpec spec, TensorSpec source, sbyte[] input)
    {
        QuantizedMultiplier scale = QuantizedMultiplier.From((double)source.Scale / spec.Output.Scale);
        int count = spec.CountOf(source);
        int up = (int)Math.Floor(Math.Log2(count));
        QuantizedMultiplier mean = new((int)(((BigInteger)scale.Mantissa << up) / count), scale.Shift - up);
        return
        [
            .. from y in Enumerable.Range(0, spec.Output.Height)
               from x in Enumerable.Range(0, spec.Output.Width)
               from c in Enumerable.Range(0, spec.Output.Channels)
               let values = from iy in spec.OverHeight ? Enumerable.Range(0, source.Height) : [y]
                            from ix in spec.OverWidth ? Enumerable.Range(0, source.Width) : [x]
                            select input[(((iy * source.Width) + ix) * source.Channels) + c] - source.ZeroPoint
               select Clamp(Round(values.Sum(), mean) + spec.Output.ZeroPoint, Activation.None, spec.Output)
        ];
    }

    private static sbyte Table(TableSpec spec, TensorSpec source, sbyte value) => spec.Function switch
    {
        TanhFunction => Real(Math.Tanh(source.Dequantize(value)), spec.Output),
        LogisticFunction => Real(1 / (1 + Math.Exp(-source.Dequantize(value))), spec.Output),
        ReluFunction relu => Clamp(Round(value - source.ZeroPoint, QuantizedMultiplier.From(source.Scale / spec.Output.Scale)) + spec.Output.ZeroPoint, relu.Activation, spec.Output),
        RescaleFunction => Clamp(Round(value - source.ZeroPoint, QuantizedMultiplier.From((double)source.Scale / spec.Output.Scale)) + spec.Output.ZeroPoint, Activation.None, spec.Output),
        AddConstantFunction add => Pair(new ElementwiseSpec(OperatorCode.Add, spec.Output, 0, add.Activation), source, TensorSpec.Vector("c", 1, add.Scale, add.ZeroPoint), [value], [add.Value])[0],
        MulConstantFunction mul => Pair(new ElementwiseSpec(OperatorCode.Mul, spec.Output, 0, mul.Activation), source, TensorSpec.Vector("c", 1, mul.Scale, mul.ZeroPoint), [value], [mul.Value])[0],
        _ => throw new NotSupportedException(),
    };

    private static sbyte Real(double value, TensorSpec to) => (sbyte)Math.Clamp(Math.Round(value / to.Scale, MidpointRounding.AwayFromZero) + to.ZeroPoint, -128, 127);

    private static sbyte[] Pair(ElementwiseSpec spec, TensorSpec first, TensorSpec second, sbyte[] input, sbyte[] other)
    {
        double twice = 2.0 * Math.Max(first.Scale, second.Scale);
        QuantizedMultiplier sum = QuantizedMultiplier.From(twice / ((1 << 20) * (double)spec.Output.Scale));
        QuantizedMultiplier product = QuantizedMultiplier.From(first.Scale * second.Scale / spec.Output.Scale);
        return
        [
            .. input.Zip(other, (a, b) =>
            {
                BigInteger x = a - first.ZeroPoint;
                BigInteger y = b - second.ZeroPoint;
                BigInteger value = spec.Operator == OperatorCode.Mul
                    ? Round(x * y, product)
                    : Round(Round(x << 20, QuantizedMultiplier.From(first.Scale / twice)) + Round(y << 20, QuantizedMultiplier.From(second.Scale / twice)), sum);
                return Clamp(value + spec.Output.ZeroPoint, spec.Activation, spec.Output);
            })
        ];
    }

    private static sbyte Clamp(BigInteger value, Activation activation, TensorSpec to)
    {
        BigInteger low = activation == Activation.None ? sbyte.MinValue : to.ZeroPoint;
        int six = (int)Math.Min(127, to.ZeroPoint + Math.Round(6f / to.Scale, MidpointRounding.AwayFromZero));
        BigInteger high = activation == Activation.Relu6 ? six : sbyte.MaxValue;
        return (sbyte)BigInteger.Max(low, BigInteger.Min(high, value));
    }
}
