namespace TinyEdge.Companion.Augmentation;

/// <summary>Adds noise at an exact ratio to the recording's own changing part.</summary>
internal static class AddedNoise
{
    private const double QuietestSnrDb = 40;

    /// <summary>From 40 dB, hardly there, down to 0 dB, as strong as the signal.</summary>
    public static double SnrDb(double severity) => QuietestSnrDb * (1 - severity);

    public static string Describe(double severity) => severity == 0 ? "none" : FormattableString.Invariant($"SNR {SnrDb(severity):0.#} dB");

    /// <param name="noise">(samples, axes), any level; its own mean square is brought to what the ratio says.</param>
    public static void Add(SignalBuffer signal, double[] noise, double severity)
    {
        double power = 0;
        foreach (double value in noise)
        {
            power += value * value;
        }

        if (severity == 0 || power == 0)
        {
            return;
        }

        double scale = Math.Sqrt(signal.Power() * noise.Length / power) * Decibels.Amplitude(-SnrDb(severity));
        for (int i = 0; i < noise.Length; i++)
        {
            signal.Values[i] += scale * noise[i];
        }
    }
}
