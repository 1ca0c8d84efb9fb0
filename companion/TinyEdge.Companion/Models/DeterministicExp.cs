namespace TinyEdge.Companion.Models;

/// <summary>
/// exp in double from additions and multiplications only, so that a table is the same on every machine: the platform's own
/// exp may differ in its last bit between libraries and processors.
/// </summary>
public static class DeterministicExp
{
    // ln 2 in two parts: the first has 32 trailing zero bits, so that k times it is exact (Cody and Waite, 1980).
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const int TaylorTerms = 18;

    /// <summary>exp(x), relative error below 1e-15; 0 below -745, infinity above 709.</summary>
    public static double Of(double x)
    {
        if (double.IsNaN(x) || x > 709)
        {
            return double.IsNaN(x) ? double.NaN : double.PositiveInfinity;
        }

        if (x < -745)
        {
            return 0;
        }

        double k = Math.Floor((x * 1.4426950408889634) + 0.5);
        double r = (x - (k * Ln2High)) - (k * Ln2Low);
        double sum = 1;
        for (int n = TaylorTerms; n > 0; n--)
        {
            sum = 1 + (r * sum / n);
        }

        return Math.ScaleB(sum, (int)k);
    }
}
