namespace TinyEdge.VirtualDevice.Vibration;

/// <summary>
/// Random numbers that are a function of (seed, stream, counter), so that a signal can be asked for at any time in any order.
/// The mixing is the finaliser of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
/// </summary>
public static class CounterNoise
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    /// <summary>Uniform in [0, 1).</summary>
    public static double Uniform(int seed, int stream, long counter)
        => (Mix(Mix(((ulong)(uint)seed << 32) | (uint)stream) + ((ulong)counter * GoldenGamma)) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Mean 0, standard deviation 1 (Box and Muller).</summary>
    public static double Gaussian(int seed, int stream, long counter)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - Uniform(seed, stream, 2 * counter)));
        return radius * Math.Cos(2 * Math.PI * Uniform(seed, stream, (2 * counter) + 1));
    }

    private static ulong Mix(ulong z)
    {
        z += GoldenGamma;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
