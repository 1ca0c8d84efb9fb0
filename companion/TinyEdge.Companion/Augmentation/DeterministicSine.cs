namespace TinyEdge.Companion.Augmentation;

/// <summary>
/// sin and cos in double from additions and multiplications only, so that an augmented signal is the same on every machine: the
/// platform's own may differ in the last bit between libraries and processors.
/// </summary>
internal static class DeterministicSine
{
    private const int Terms = 12;

    /// <summary>Absolute error below 1e-13 for |x| up to 1000.</summary>
    public static double Sin(double x)
    {
        double turns = Math.Floor((x / (2 * Math.PI)) + 0.5);
        double r = x - (turns * 2 * Math.PI);

        // Into -pi/2 .. pi/2, where twelve terms of Taylor's series are exact to the last bits.
        r = r > Math.PI / 2 ? Math.PI - r : r < -Math.PI / 2 ? -Math.PI - r : r;
        double square = r * r;
        double sum = 1;
        for (int n = Terms; n > 0; n--)
        {
            sum = 1 - (square * sum / (2 * n * ((2 * n) + 1)));
        }

        return r * sum;
    }

    public static double Cos(double x) => Sin(x + (Math.PI / 2));
}
