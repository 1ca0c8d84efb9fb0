namespace TinyEdge.Companion.Models;

/// <summary>
/// Finds the scale from which a stored multiplier was made. A multiplier has 31 bits and a scale 24, so that at most a few
/// neighbours of the quotient give it, and the one it was made from is among them.
/// </summary>
internal static class ScaleSolver
{
    private const int Neighbours = 4;

    /// <param name="target">The stored multiplier.</param>
    /// <param name="estimate">The scale in exact arithmetic.</param>
    /// <param name="multiplierOf">As TensorFlow Lite computes it from a scale.</param>
    /// <returns>Null when no scale gives exactly this multiplier.</returns>
    public static float? Solve(QuantizedMultiplier target, double estimate, Func<float, QuantizedMultiplier> multiplierOf)
    {
        float nearest = (float)estimate;
        if (!float.IsNormal(nearest))
        {
            return null;
        }

        for (int step = 0; step <= 2 * Neighbours; step++)
        {
            int distance = (step + 1) / 2 * (step % 2 == 0 ? 1 : -1);
            float candidate = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(nearest) + distance);
            if (multiplierOf(candidate) == target)
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>Value of a multiplier.</summary>
    public static double ValueOf(QuantizedMultiplier multiplier) => Math.ScaleB(multiplier.Mantissa, multiplier.Shift - 31);
}
