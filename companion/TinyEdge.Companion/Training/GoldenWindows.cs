using TinyEdge.Companion.Evaluation;

namespace TinyEdge.Companion.Training;

/// <summary>
/// Raw signals for golden vectors, made here and not recorded: what the health gate of a device replays must be free to ship.
/// Integer arithmetic only, so they are the same on every machine.
/// </summary>
public static class GoldenWindows
{
    private const int Candidates = 64;
    private const int Axes = 3;
    private const int CountsPerG = 4096;
    private const int Extremes = 3;

    /// <summary>
    /// Signals that show most of a model: the extremes first (silence, full-scale square wave, full-scale noise), then of many synthetic
    /// machines those that reach each class, then those on which the model is least sure.
    /// </summary>
    /// <returns>(samples, 3) int16 counts each, just long enough for one inference.</returns>
    public static IReadOnlyList<short[]> Choose(ModelPipeline pipeline, int count, int seed)
    {
        int samples = pipeline.SamplesToFirstInference;
        List<short[]> chosen = [.. ExtremesOf(samples, seed)];
        (short[] Signal, sbyte[] Scores)[] machines = [.. Enumerable.Range(0, Candidates)
            .Select(i => Machine(samples, seed, i))
            .Select(signal => (signal, pipeline.Classify(signal) ?? throw new InvalidOperationException("The signal is as long as one inference needs.")))];
        chosen.AddRange(machines.GroupBy(m => ModelPipeline.ClassOf(m.Scores)).OrderBy(g => g.Key).Select(g => g.First().Signal));
        chosen.AddRange(machines.OrderBy(m => m.Scores.Max()).Select(m => m.Signal).Where(s => !chosen.Contains(s)));
        return [.. chosen.Take(Math.Max(count, 0))];
    }

    /// <summary>Signals for whatever needs some and does not mind which: the extremes, then synthetic machines in order.</summary>
    /// <param name="count">How many, at most <see cref="MostSignals"/>.</param>
    /// <param name="samples">Samples of three axes each.</param>
    /// <param name="seed">Same seed, same signals.</param>
    public static IReadOnlyList<short[]> Signals(int count, int samples, int seed) =>
        [.. ExtremesOf(samples, seed).Concat(Enumerable.Range(0, Candidates).Select(i => Machine(samples, seed, i))).Take(count)];

    /// <summary>Number of signals that <see cref="Choose"/> and <see cref="Signals"/> can give.</summary>
    public static int MostSignals => Extremes + Candidates;

    private static IEnumerable<short[]> ExtremesOf(int samples, int seed) =>
        [Silence(samples), Square(samples), Noise(samples, short.MaxValue, seed)];

    private static short[] Silence(int samples)
    {
        short[] signal = new short[samples * Axes];
        for (int i = 2; i < signal.Length; i += Axes)
        {
            signal[i] = CountsPerG;
        }

        return signal;
    }

    private static short[] Square(int samples)
    {
        short[] signal = new short[samples * Axes];
        for (int i = 0; i < signal.Length; i++)
        {
            signal[i] = (i / Axes / 5 % 2) == 0 ? short.MaxValue : short.MinValue;
        }

        return signal;
    }

    private static short[] Noise(int samples, int amplitude, int seed)
    {
        TrainingRandom random = new((ulong)seed);
        short[] signal = new short[samples * Axes];
        for (int i = 0; i < signal.Length; i++)
        {
            signal[i] = (short)(random.NextIndex((2 * amplitude) + 1) - amplitude);
        }

        return signal;
    }

    // A handful of lines between 1 and 99 Hz (of 200) with falling amplitudes over a noise floor, as machines have them.
    private static short[] Machine(int samples, int seed, int index)
    {
        TrainingRandom random = new(((ulong)seed << 16) + (ulong)index);
        int floor = 4 + random.NextIndex(20);
        short[] signal = Noise(samples, floor, (seed * 1000) + index);
        int lines = random.NextIndex(12);
        for (int line = 0; line < lines; line++)
        {
            int turn = (1 + random.NextIndex(99)) * 65536 / 200;
            int phase = random.NextIndex(65536);
            for (int axis = 0; axis < Axes; axis++)
            {
                AddLine(signal, axis, turn, phase + (axis * 9000), 1 + random.NextIndex(160 / (line + 1)));
            }
        }

        for (int i = 2; i < signal.Length; i += Axes)
        {
            signal[i] += CountsPerG;
        }

        return signal;
    }

    // Bhaskara's sine of the half turn x in 0..1: 16 x (1 - x) / (5 - 4 x (1 - x)), in integers of 2^15 a half turn.
    private static void AddLine(short[] signal, int axis, int turn, int phase, int amplitude)
    {
        for (int i = axis; i < signal.Length; i += Axes)
        {
            int angle = (phase + (turn * (i / Axes))) & 0xFFFF;
            long x = angle & 0x7FFF;
            long bow = x * (32768 - x);
            long sine = (16 * bow * amplitude) / ((5L << 30) - (4 * bow));
            signal[i] += (short)(angle < 0x8000 ? sine : -sine);
        }
    }
}
