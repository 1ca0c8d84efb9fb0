namespace TinyEdge.Companion.Training.Anomaly;

/// <summary>A level on the score, 0 to 255, that normal windows reach no oftener than was asked for.</summary>
/// <param name="Level">Scores from here on are alarms, 1..255.</param>
/// <param name="RequestedRatio">False alarms asked for, a share of normal windows.</param>
/// <param name="ObservedRatio">Share of the tuning windows that reach the level.</param>
/// <param name="UpperBoundRatio">With 95 % confidence the true share is below this (Clopper and Pearson 1934), if windows come independently.</param>
/// <param name="Recordings">Normal tuning recordings that the level was chosen on.</param>
public sealed record AlarmThreshold(int Level, double RequestedRatio, double ObservedRatio, double UpperBoundRatio, int Recordings)
{
    private const double Confidence = 0.95;

    /// <summary>Whether so many recordings could show that the rate asked for is kept: even none in n only says "below 3 / n".</summary>
    public bool HasEnough => UpperBoundRatio <= RequestedRatio;

    /// <param name="scores">Of normal tuning recordings, 0..255 each.</param>
    /// <exception cref="TrainingException">There are none, or no level is rare enough.</exception>
    public static AlarmThreshold Of(IReadOnlyList<int> scores, double ratio)
    {
        int level = Enumerable.Range(1, 255).FirstOrDefault(l => scores.Count(s => s >= l) <= ratio * scores.Count);
        if (scores.Count == 0 || level == 0)
        {
            throw new TrainingException(
                "No threshold can be chosen.", scores.Count == 0 ? "No normal recording is in the tuning part." : $"More than {ratio:P1} of the normal tuning recordings have the highest score.",
                "Tune on more normal recordings, or allow more false alarms.");
        }

        int alarms = scores.Count(s => s >= level);
        return new AlarmThreshold(level, ratio, (double)alarms / scores.Count, UpperBound(alarms, scores.Count), scores.Count);
    }

    /// <summary>Largest share under which so few of so many are seen with 5 %.</summary>
    internal static double UpperBound(int seen, int all)
    {
        if (seen >= all)
        {
            return 1;
        }

        double low = (double)seen / all;
        double high = 1;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = AtMost(seen, all, middle) > 1 - Confidence ? (middle, high) : (low, middle);
        }

        return high;
    }

    // Chance of at most so many of all, each with probability p.
    private static double AtMost(int seen, int all, double p)
    {
        double term = 1;
        for (int i = 0; i < all; i++)
        {
            term *= 1 - p;
        }

        double sum = term;
        for (int i = 1; i <= seen; i++)
        {
            term *= (all - i + 1) * p / (i * (1 - p));
            sum += term;
        }

        return sum;
    }
}
