using System.Numerics;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Models;

/// <summary>
/// The multipliers of every operator from the scales of its tensors, computed as TensorFlow Lite's Prepare functions do: where
/// they work in single precision so does this, because now and then the mantissa differs by one.
/// </summary>
public static class Multipliers
{
    // Softmax rescales its input to Q5.26.
    private const int SoftmaxFractionBits = 26;

    /// <summary>One of a layer with weights. Per-tensor FullyConnected multiplies its two scales in single precision, all others in double.</summary>
    public static QuantizedMultiplier OfWeights(OperatorCode code, bool isPerChannel, float input, float weight, float output) =>
        QuantizedMultiplier.From(RatioOfWeights(code == OperatorCode.FullyConnected && !isPerChannel, input, weight, output));

    /// <summary>The same before it is rounded to a mantissa: steps of the output a step of the sum.</summary>
    internal static double RatioOfWeights(bool isSingle, float input, float weight, float output)
    {
        double product = isSingle ? input * weight : (double)input * weight;
        return product / output;
    }

    /// <summary>Int8 to int8 QUANTIZE: divided in double.</summary>
    public static QuantizedMultiplier OfRescale(float input, float output) => QuantizedMultiplier.From((double)input / output);

    /// <summary>RELU and RELU6 on their own: divided in single.</summary>
    public static QuantizedMultiplier OfRelu(float input, float output) => QuantizedMultiplier.From(input / output);

    /// <summary>Output multiplier of MUL: all in single.</summary>
    public static QuantizedMultiplier OfProduct(float input, float other, float output) => QuantizedMultiplier.From(input * other / output);

    /// <summary>The three of ADD: both inputs to twice the larger scale, the sum, 20 bits up, to the output.</summary>
    public static (QuantizedMultiplier Input, QuantizedMultiplier Other, QuantizedMultiplier Output) OfSum(float input, float other, float output)
    {
        double twice = 2.0 * Math.Max(input, other);
        double scaled = (float)(1 << ModelFormat.AddLeftShift) * output;
        return (QuantizedMultiplier.From(input / twice), QuantizedMultiplier.From(other / twice), QuantizedMultiplier.From(twice / scaled));
    }

    /// <summary>Input of SOFTMAX times beta, in Q5.26.</summary>
    public static QuantizedMultiplier OfSoftmax(TensorSpec input, float beta)
    {
        double real = (double)beta * input.Scale * (1 << SoftmaxFractionBits);
        return real is > 1 and < 1 << 30
            ? QuantizedMultiplier.From(real)
            : throw new ModelException("Softmax cannot be computed.", $"Its input scale {input.Scale} times beta {beta} is out of range.", "Use an input scale between 1e-7 and 15.", ResultCode.BadQuantization);
    }

    /// <summary>
    /// MEAN of <paramref name="count"/> values: the multiplier of the two scales with the division by the count folded in, truncated.
    /// Its mantissa may be below 2^30.
    /// </summary>
    public static QuantizedMultiplier OfMean(float input, float output, int count)
    {
        QuantizedMultiplier scale = OfRescale(input, output);
        int shift = Math.Min(Math.Min(BitOperations.Log2((uint)count), 32), 31 + scale.Shift);
        return new QuantizedMultiplier((int)(((long)scale.Mantissa << shift) / count), scale.Shift - shift);
    }

    /// <summary>The same for the device, whose mantissas are 0 or 2^30 and more: with one rounding both give the same products.</summary>
    public static QuantizedMultiplier OfMeanNormalised(float input, float output, int count)
    {
        QuantizedMultiplier multiplier = OfMean(input, output, count);
        int up = multiplier.Mantissa is > 0 and < 1 << 30 ? 1 : 0;

        // Below 2^-32 everything rounds to nothing that 255 * 2^20 values could make.
        return multiplier.Mantissa == 0 || multiplier.Shift - up < -31 ? default : new QuantizedMultiplier(multiplier.Mantissa << up, multiplier.Shift - up);
    }
}
