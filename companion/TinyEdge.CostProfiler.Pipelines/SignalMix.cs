using TinyEdge.Companion.Training;

namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>An endless stream of signals to find the dearest window with: recordings, synthetic machines, adversarial signals, in turns.</summary>
public static class SignalMix
{
    /// <summary>Samples per axis of one synthetic signal: long enough for all frames of a network to be of it.</summary>
    private const int Samples = 1200;

    /// <summary>Half synthetic machines, half adversarial signals.</summary>
    /// <param name="seed">Same seed, same stream.</param>
    public static IEnumerable<short[]> Synthetic(int seed = 1)
    {
        for (int turn = 0; ; turn++)
        {
            IReadOnlyList<short[]> machines = GoldenWindows.Signals(GoldenWindows.MostSignals, Samples, seed + turn);
            for (int i = 0; i < machines.Count; i++)
            {
                yield return machines[i];
                int number = (turn * machines.Count) + i;
                yield return AdversarialSignals.Make(number % AdversarialSignals.Kinds, Samples, seed + number);
            }
        }
    }

    /// <summary>Half recordings, half <see cref="Synthetic"/>, by number of samples.</summary>
    /// <param name="recordings">Interleaved x, y, z in counts; played over and over.</param>
    public static IEnumerable<short[]> Mixed(IReadOnlyList<short[]> recordings, int seed = 1)
    {
        long played = 0;
        long made = 0;
        using IEnumerator<short[]> real = Cycle(recordings).GetEnumerator();
        foreach (short[] synthetic in Synthetic(seed))
        {
            yield return synthetic;
            made += synthetic.Length;
            while (played < made)
            {
                real.MoveNext();
                yield return real.Current;
                played += real.Current.Length;
            }
        }
    }

    /// <summary>The signals again and again.</summary>
    /// <exception cref="ArgumentException">There is no sample in them.</exception>
    public static IEnumerable<short[]> Cycle(IReadOnlyList<short[]> signals)
    {
        if (signals.All(signal => signal.Length < 3))
        {
            throw new ArgumentException("At least one signal holds a sample.", nameof(signals));
        }

        while (true)
        {
            foreach (short[] signal in signals)
            {
                yield return signal;
            }
        }
    }
}
