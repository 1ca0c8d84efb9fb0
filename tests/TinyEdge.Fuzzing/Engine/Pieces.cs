namespace TinyEdge.Fuzzing.Engine;

/// <summary>Cuts a stream into pieces whose sizes depend on its bytes alone, so that an input repeats with its cuts.</summary>
public sealed class Pieces
{
    private static readonly int[] s_sizes = [1, 2, 3, 7, 63, 64, 65, 255, 256, 511, 512, 513, 1024, 4095, 4096, 4097];

    private ulong _state;
    private int _fixed;

    /// <summary>Begins with the cuts of these bytes.</summary>
    public void Restart(ReadOnlySpan<byte> bytes)
    {
        _state = FuzzRandom.HashOf(bytes);
        _fixed = (_state & 3) == 0 ? s_sizes[(int)(_state >> 8 & 15)] : 0;
    }

    /// <summary>Size of the next piece, 1 or more.</summary>
    public int Next()
    {
        if (_fixed > 0)
        {
            return _fixed;
        }

        _state = FuzzRandom.Next(_state);
        return (_state & 7) == 0 ? s_sizes[(int)(_state >> 8 & 15)] : 1 + (int)(_state >> 16 & 127);
    }
}
