namespace TinyEdge.Fuzzing.Engine;

/// <summary>Makes an input shorter and plainer as long as what it is kept for stays: how it fails, or what is answered to it.</summary>
/// <param name="keeps">Whether an input will do in its place.</param>
/// <param name="mostRuns">After so many tries it is good enough.</param>
public sealed class Minimiser(Func<byte[], bool> keeps, int mostRuns = 20_000)
{
    private int _runs;

    /// <summary>For a finding: the same kind of failure.</summary>
    public static Minimiser ForFailure(FuzzTarget target, string kind)
    {
        FuzzGuard guard = new(target);
        return new Minimiser(input => guard.Run(input)?.Kind == kind);
    }

    /// <summary>For the corpus: no failure, and the same answer.</summary>
    public static Minimiser ForAnswer(FuzzTarget target, int outcome)
    {
        const int Tries = 2_000;
        FuzzGuard guard = new(target);
        return new Minimiser(input => guard.Run(input) is null && guard.Outcome == outcome, Tries);
    }

    public byte[] Minimise(byte[] input)
    {
        byte[] best = input;
        _runs = 0;
        for (int size = Math.Max(1, best.Length / 2); size >= 1 && _runs < mostRuns; size /= 2)
        {
            best = Drop(best, size);
        }

        return Blank(best);
    }

    private byte[] Drop(byte[] best, int size)
    {
        for (int at = 0; at + size <= best.Length && _runs < mostRuns;)
        {
            byte[] shorter = [.. best.AsSpan(0, at), .. best.AsSpan(at + size)];
            if (Keeps(shorter))
            {
                best = shorter;
            }
            else
            {
                at += size;
            }
        }

        return best;
    }

    private byte[] Blank(byte[] best)
    {
        for (int at = 0; at < best.Length && _runs < mostRuns; at++)
        {
            byte before = best[at];
            best[at] = 0;
            if (before != 0 && !Keeps(best))
            {
                best[at] = before;
            }
        }

        return best;
    }

    private bool Keeps(byte[] input)
    {
        _runs++;
        return keeps(input);
    }
}
