namespace TinyEdge.Fuzzing.Engine;

/// <summary>Makes an input shorter and plainer as long as it keeps failing in the same way.</summary>
public sealed class Minimiser(FuzzTarget target)
{
    private const int MostRuns = 20_000;

    private readonly FuzzGuard _guard = new(target);
    private int _runs;

    public byte[] Minimise(byte[] input, string kind)
    {
        byte[] best = input;
        _runs = 0;
        for (int size = Math.Max(1, best.Length / 2); size >= 1 && _runs < MostRuns; size /= 2)
        {
            best = Drop(best, size, kind);
        }

        return Blank(best, kind);
    }

    private byte[] Drop(byte[] best, int size, string kind)
    {
        for (int at = 0; at + size <= best.Length && _runs < MostRuns;)
        {
            byte[] shorter = [.. best.AsSpan(0, at), .. best.AsSpan(at + size)];
            if (Fails(shorter, kind))
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

    private byte[] Blank(byte[] best, string kind)
    {
        for (int at = 0; at < best.Length && _runs < MostRuns; at++)
        {
            byte before = best[at];
            best[at] = 0;
            if (before != 0 && !Fails(best, kind))
            {
                best[at] = before;
            }
        }

        return best;
    }

    private bool Fails(byte[] input, string kind)
    {
        _runs++;
        return _guard.Run(input)?.Kind == kind;
    }
}
