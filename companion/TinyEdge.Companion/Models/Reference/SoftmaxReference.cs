using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Models.Reference;

/// <summary>TensorFlow Lite's integer Softmax over the channels of each position (gemmlowp fixed point; <see cref="FixedPoint"/>).</summary>
internal static class SoftmaxReference
{
    private const int IntegerBits = 5;

    public static sbyte[] Eval(SoftmaxSpec spec, TensorSpec from, sbyte[] input, Rounding rounding)
    {
        QuantizedMultiplier multiplier = Multipliers.OfSoftmax(from, spec.Beta);
        sbyte[] output = new sbyte[input.Length];
        for (int row = 0; row < input.Length; row += from.Channels)
        {
            EvalRow(input.AsSpan(row, from.Channels), output.AsSpan(row, from.Channels), multiplier, rounding);
        }

        return output;
    }

    private static void EvalRow(ReadOnlySpan<sbyte> input, Span<sbyte> output, QuantizedMultiplier multiplier, Rounding rounding)
    {
        int largest = sbyte.MinValue;
        foreach (sbyte value in input)
        {
            largest = Math.Max(largest, value);
        }

        // Below this difference exp is nothing in the output.
        int lowest = -(int)(((1L << IntegerBits) - 1) * (1L << (31 - IntegerBits)) >> multiplier.Shift);
        int sum = 0;
        foreach (sbyte value in input)
        {
            sum += value - largest >= lowest ? FixedPoint.RoundingShiftRight(Exp(value - largest, multiplier, rounding), 12) : 0;
        }

        int leadingZeros = int.LeadingZeroCount(sum);
        int reciprocal = FixedPoint.ReciprocalOfOnePlus((int)(((long)sum << leadingZeros) - (1L << 31)));
        int shift = 12 - leadingZeros + 31 - 8;
        for (int i = 0; i < input.Length; i++)
        {
            int difference = input[i] - largest;
            int share = difference >= lowest ? FixedPoint.RoundingShiftRight(FixedScaler.HighProduct(reciprocal, Exp(difference, multiplier, rounding)), shift) : 0;
            output[i] = (sbyte)Math.Min(share + sbyte.MinValue, sbyte.MaxValue);
        }
    }

    private static int Exp(int difference, QuantizedMultiplier multiplier, Rounding rounding) =>
        FixedPoint.ExpOfNegative((int)FixedScaler.Apply(difference, multiplier, rounding));
}
