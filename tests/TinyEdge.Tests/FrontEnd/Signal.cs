namespace TinyEdge.Tests.FrontEnd;

/// <summary>Seeded test signals and the measure of quality, signal-to-noise ratio in dB.</summary>
internal static class Signal
{
    /// <summary>10 log10(sum reference^2 / sum error^2).</summary>
    public static double Snr(IEnumerable<double> reference, IEnumerable<double> actual)
    {
        double signal = 0;
        double noise = 0;
        foreach ((double r, double a) in reference.Zip(actual))
        {
            signal += r * r;
            noise += (r - a) * (r - a);
        }

        return noise == 0 ? double.PositiveInfinity : 10 * Math.Log10(signal / noise);
    }

    public static short[] Noise(int length, int amplitude, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (short)random.Next(-amplitude, amplitude + 1))];
    }

    public static short[] Sine(int length, double amplitude, double cycles, double phase = 0.3)
        => [.. Enumerable.Range(0, length).Select(n => (short)Math.Clamp(Math.Round(amplitude * Math.Sin((2 * Math.PI * cycles * n / length) + phase)), -32768, 32767))];

    /// <summary>Three axes of a small machine: 1 g on z, a rotor tone with harmonics, noise; a few hundred counts.</summary>
    public static short[] Vibration(int samples, int seed)
    {
        Random random = new(seed);
        short[] xyz = new short[3 * samples];
        for (int n = 0; n < samples; n++)
        {
            double t = n / 200.0;
            for (int axis = 0; axis < 3; axis++)
            {
                double tone = (300 * Math.Sin((2 * Math.PI * 7.3 * t) + axis)) + (60 * Math.Sin(2 * Math.PI * 21.9 * t)) + (20 * Math.Sin(2 * Math.PI * 63 * t));
                double noise = 12 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
                xyz[(3 * n) + axis] = (short)Math.Round(tone + noise + (axis == 2 ? 4096 : 0));
            }
        }

        return xyz;
    }
}
