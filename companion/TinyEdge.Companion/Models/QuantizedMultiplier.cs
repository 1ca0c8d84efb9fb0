namespace TinyEdge.Companion.Models;

/// <summary>A real multiplier as Q31 mantissa and exponent: value = Mantissa * 2^(Shift - 31).</summary>
public readonly record struct QuantizedMultiplier(int Mantissa, int Shift)
{
    /// <summary>
    /// As TensorFlow Lite's QuantizeMultiplier with single rounding: mantissa 2^30..2^31-1, exponent -31..30; smaller values
    /// become 0, larger ones the largest. Exact in double: scaling by powers of two and one rounding, halves away from zero.
    /// </summary>
    public static QuantizedMultiplier From(double value)
    {
        if (!double.IsFinite(value) || value < 0)
        {
            throw new ModelException("A scale ratio cannot be used.", $"{value} is not a number of 0 or more.", "Check the scales of the model.", Bundles.ResultCode.BadQuantization);
        }

        if (value == 0)
        {
            return default;
        }

        int exponent = Math.ILogB(value) + 1;
        long mantissa = (long)Math.Round(Math.ScaleB(value, 31 - exponent), MidpointRounding.AwayFromZero);
        if (mantissa == 1L << 31)
        {
            mantissa /= 2;
            exponent++;
        }

        if (exponent < -31)
        {
            return default;
        }

        return exponent > 30 ? new QuantizedMultiplier(int.MaxValue, 30) : new QuantizedMultiplier((int)mantissa, exponent);
    }
}
