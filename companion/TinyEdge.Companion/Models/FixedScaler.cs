namespace TinyEdge.Companion.Models;

/// <summary>An integer times a <see cref="QuantizedMultiplier"/>, rounded once or twice.</summary>
internal static class FixedScaler
{
    public static long Apply(long value, QuantizedMultiplier multiplier, Rounding rounding) =>
        rounding == Rounding.Single ? Once(value, multiplier) : Twice(unchecked((int)value), multiplier);

    /// <summary>gemmlowp's SaturatingRoundingDoublingHighMul: a * b / 2^31, halves away from zero but for negative ones, which go towards plus infinity.</summary>
    public static int HighProduct(int a, int b)
    {
        if (a == int.MinValue && b == int.MinValue)
        {
            return int.MaxValue;
        }

        long product = (long)a * b;
        return (int)((product + (product >= 0 ? 1L << 30 : 1 - (1L << 30))) / (1L << 31));
    }

    private static long Once(long value, QuantizedMultiplier multiplier)
    {
        int n = 31 - multiplier.Shift;
        return ((value * multiplier.Mantissa) + (1L << (n - 1))) >> n;
    }

    // gemmlowp's RoundingDivideByPOT of the high product, the left part of the shift applied before.
    private static long Twice(int value, QuantizedMultiplier multiplier)
    {
        int left = Math.Max(multiplier.Shift, 0);
        int right = Math.Max(-multiplier.Shift, 0);
        long high = HighProduct(unchecked(value << left), multiplier.Mantissa);
        long mask = (1L << right) - 1;
        long threshold = (mask >> 1) + (high < 0 ? 1 : 0);
        return (high >> right) + ((high & mask) > threshold ? 1 : 0);
    }
}
