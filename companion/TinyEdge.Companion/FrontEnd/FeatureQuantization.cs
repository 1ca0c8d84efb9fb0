namespace TinyEdge.Companion.FrontEnd;

/// <summary>
/// The integers of the device's quantiser: q = saturate8((((v - offset) * multiplier + round) >> shift) + zeroPoint), v in Q12.
/// </summary>
public sealed record FeatureQuantization(int[] OffsetsQ12, short[] Multipliers, int Shift, int ZeroPoint)
{
    private const double Q12 = 4096;

    /// <summary>Deviations below this many log2 units are treated as this: a feature that never moved must not shout when it first does.</summary>
    public const double LeastDeviation = 1.0 / 16;

    /// <summary>Standardises features, then quantises them with the network's input scale and zero point.</summary>
    /// <param name="statistics">Of the training data only.</param>
    /// <param name="inputScale">Deviations an int8 step: 1/32 covers plus or minus four deviations.</param>
    /// <param name="zeroPoint">int8 of a feature at its mean.</param>
    public static FeatureQuantization Standardise(FeatureStatistics statistics, double inputScale, int zeroPoint)
    {
        int count = statistics.Features;
        double[] offsets = new double[count];
        double[] gains = new double[count];
        for (int k = 0; k < count; k++)
        {
            offsets[k] = statistics.Mean(k);
            gains[k] = 1 / (Math.Max(statistics.StandardDeviation(k), LeastDeviation) * inputScale);
        }

        return FromGains(offsets, gains, zeroPoint);
    }

    /// <summary>The same offset and gain for every feature: q = (v - offset) * stepsPerLog2 + zeroPoint.</summary>
    public static FeatureQuantization Uniform(int features, double offset, double stepsPerLog2, int zeroPoint)
        => FromGains([.. Enumerable.Repeat(offset, features)], [.. Enumerable.Repeat(stepsPerLog2, features)], zeroPoint);

    /// <param name="offsets">Value that maps to the zero point, log2 units.</param>
    /// <param name="gains">int8 steps a log2 unit, more than 0.</param>
    /// <param name="zeroPoint">-128 to 127.</param>
    public static FeatureQuantization FromGains(double[] offsets, double[] gains, int zeroPoint)
    {
        double largest = gains.Max() / Q12;
        int shift = 31;
        while (shift > 1 && Math.Round(largest * Math.Pow(2, shift)) > short.MaxValue)
        {
            shift--;
        }

        if (!double.IsFinite(largest) || gains.Any(g => !(g >= 0)) || Math.Round(largest * Math.Pow(2, shift)) > short.MaxValue)
        {
            throw new FrontEndException(
                "The feature quantiser cannot be expressed.", $"A gain of {gains.Max()} int8 steps a log2 unit is out of range.", "Use a larger input scale.");
        }

        int[] fixedOffsets = [.. offsets.Select(o => (int)Math.Round(o * Q12))];
        short[] multipliers = [.. gains.Select(g => (short)Math.Round(g / Q12 * Math.Pow(2, shift)))];
        return new FeatureQuantization(fixedOffsets, multipliers, shift, zeroPoint);
    }

    /// <summary>The value, in log2 units, that an int8 feature stands for.</summary>
    public double Dequantise(int feature, sbyte value)
        => (OffsetsQ12[feature] + ((value - ZeroPoint) * Math.Pow(2, Shift) / Multipliers[feature])) / Q12;
}
