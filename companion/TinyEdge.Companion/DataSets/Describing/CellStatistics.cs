namespace TinyEdge.Companion.DataSets.Describing;

/// <summary>Figures of the recordings of one class in one stratum, in the unit of the set.</summary>
/// <param name="Groups">Groups that they come from: a split by group needs one for each part.</param>
/// <param name="MeanByAxis">Constant part of each axis.</param>
/// <param name="SteadyLevel">Length of that vector: on a still three-axis accelerometer 1 g.</param>
/// <param name="Rms">Root mean square of what changes, all axes together.</param>
/// <param name="LowRms">The recording that 5 % are quieter than.</param>
/// <param name="HighRms">The recording that 5 % are louder than.</param>
/// <param name="Peak">Largest value of a single axis, its mean taken away.</param>
/// <param name="Crest">Peak by rms.</param>
/// <param name="ClippedRatio">Share of values at the end of the sensor's range, 0 to 1; null when the range is not known.</param>
/// <param name="DominantHz">Where the spectrum is highest.</param>
/// <param name="SpectrumHz">Frequencies of <paramref name="Density"/>.</param>
/// <param name="Density">Unit squared per hertz, axes summed.</param>
public sealed record CellStatistics(
    string Label,
    string Stratum,
    int Recordings,
    int Groups,
    double Seconds,
    double[] MeanByAxis,
    double SteadyLevel,
    double Rms,
    double LowRms,
    double HighRms,
    double Peak,
    double Crest,
    double? ClippedRatio,
    double DominantHz,
    double[] SpectrumHz,
    double[] Density)
{
    /// <summary>Within this of the end of its range a sensor is at its end: one count of 12 bits.</summary>
    private const double ClipMargin = 1.0 / 2048;

    internal static CellStatistics Of(IReadOnlyList<DataRecording> recordings)
    {
        int axes = recordings[0].Signal.Axes;
        double[] means = Means(recordings, axes);
        double[] rms = [.. recordings.Select(r => RmsOf(r.Signal.Values, axes)).Order()];
        double whole = Math.Sqrt(recordings.Sum(r => Square(RmsOf(r.Signal.Values, axes)) * r.Signal.SampleCount) / recordings.Sum(r => (double)r.Signal.SampleCount));
        double peak = recordings.Max(r => r.Signal.Values.Select((v, i) => Math.Abs(v - means[i % axes])).Max());
        Spectrum spectrum = new(recordings[0].Signal.SampleRateHz, recordings.Min(r => r.Signal.SampleCount));
        foreach (DataRecording recording in recordings)
        {
            spectrum.Add(recording.Signal);
        }

        double[] density = spectrum.Density();
        double[] hertz = spectrum.Frequencies();
        return new CellStatistics(
            recordings[0].Label, recordings[0].Tags.Stratum, recordings.Count, recordings.Select(r => r.Group).Distinct().Count(), recordings.Sum(r => r.Seconds),
            means, Math.Sqrt(means.Sum(Square)), whole, rms[rms.Length * 5 / 100], rms[^((rms.Length * 5 / 100) + 1)], peak, whole > 0 ? peak / whole : 0,
            Clipped(recordings), hertz[Array.IndexOf(density, density.Max())], hertz, density);
    }

    private static double Square(double value) => value * value;

    private static double[] Means(IReadOnlyList<DataRecording> recordings, int axes)
    {
        double[] sums = new double[axes];
        foreach (float[] values in recordings.Select(r => r.Signal.Values))
        {
            for (int i = 0; i < values.Length; i++)
            {
                sums[i % axes] += values[i];
            }
        }

        double samples = recordings.Sum(r => (double)r.Signal.SampleCount);
        return [.. sums.Select(s => s / samples)];
    }

    // Of the vector of the axes, about the recording's own mean.
    private static double RmsOf(float[] values, int axes)
    {
        double power = 0;
        for (int axis = 0; axis < axes; axis++)
        {
            double sum = 0;
            double squares = 0;
            for (int i = axis; i < values.Length; i += axes)
            {
                sum += values[i];
                squares += (double)values[i] * values[i];
            }

            double count = values.Length / axes;
            power += Math.Max(0, (squares / count) - Square(sum / count));
        }

        return Math.Sqrt(power);
    }

    private static double? Clipped(IReadOnlyList<DataRecording> recordings)
    {
        if (recordings.Any(r => r.File.SensorRange is null))
        {
            return null;
        }

        long clipped = recordings.Sum(r => (long)r.Signal.Values.Count(v => Math.Abs(v) >= r.File.SensorRange!.Value * (1 - ClipMargin)));
        return (double)clipped / recordings.Sum(r => (long)r.Signal.Values.Length);
    }
}
