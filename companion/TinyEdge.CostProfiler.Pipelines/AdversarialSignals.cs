using TinyEdge.Companion.Training;

namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>
/// Signals that drive code to its ends: saturation, silence, rounding, every branch of a scale or a clip. Made with integers from a
/// seed, so they are the same on every machine.
/// </summary>
public static class AdversarialSignals
{
    private const int Axes = 3;

    private static readonly Func<TrainingRandom, Func<int, int, int>>[] s_kinds =
    [
        _ => (_, _) => 0,
        _ => (_, _) => short.MaxValue,
        _ => (_, _) => short.MinValue,
        _ => (sample, _) => sample % 2 == 0 ? short.MaxValue : short.MinValue,
        _ => (sample, axis) => (sample + axis) % 2 == 0 ? 1 : -1,
        Square,
        random => (_, _) => random.NextIndex(65536) - 32768,
        random => (_, _) => random.NextIndex(2) == 0 ? short.MaxValue : short.MinValue,
        random => (_, _) => random.NextIndex(3) - 1,
        random => (_, _) => random.NextIndex(97) == 0 ? short.MinValue : 0,
        Noise,
        Ramp,
        Bursts,
        random => (sample, axis) => axis == (sample / 64 % Axes) ? random.NextIndex(65536) - 32768 : 0,
        _ => (sample, _) => 1 << (sample / 40 % 15),
    ];

    /// <summary>Number of kinds.</summary>
    public static int Kinds => s_kinds.Length;

    /// <param name="kind">0 to <see cref="Kinds"/> - 1.</param>
    /// <param name="samples">Samples per axis.</param>
    /// <param name="seed">Another seed, another signal of the same kind; the constant ones stay as they are.</param>
    /// <returns>(samples, 3) int16 counts.</returns>
    public static short[] Make(int kind, int samples, int seed)
    {
        Func<int, int, int> value = s_kinds[kind](new TrainingRandom(((ulong)seed << 8) + (ulong)kind));
        short[] signal = new short[Axes * samples];
        for (int i = 0; i < signal.Length; i++)
        {
            signal[i] = (short)Math.Clamp(value(i / Axes, i % Axes), short.MinValue, short.MaxValue);
        }

        return signal;
    }

    // Full scale, an odd half period: lines at many frequencies at once.
    private static Func<int, int, int> Square(TrainingRandom random)
    {
        int half = 1 + random.NextIndex(40);
        return (sample, _) => sample / half % 2 == 0 ? short.MaxValue : short.MinValue;
    }

    // Noise of one loudness out of sixteen: each asks for another block scale.
    private static Func<int, int, int> Noise(TrainingRandom random)
    {
        int amplitude = 1 << random.NextIndex(15);
        return (_, _) => random.NextIndex((2 * amplitude) + 1) - amplitude;
    }

    private static Func<int, int, int> Ramp(TrainingRandom random)
    {
        int step = 1 + random.NextIndex(2000);
        return (sample, axis) => (short)((sample * step) + (axis * 21845));
    }

    // Silence and full scale in turns, so that windows that cost little and much follow each other.
    private static Func<int, int, int> Bursts(TrainingRandom random)
    {
        int length = 16 + random.NextIndex(200);
        return (sample, _) => sample / length % 2 == 0 ? 0 : random.NextIndex(65536) - 32768;
    }
}
