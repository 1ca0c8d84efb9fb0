namespace TinyEdge.Fuzzing.Engine;

/// <summary>
/// The draws of one input: SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) from target, seed and index, so that each input can be made again without
/// those before it.
/// </summary>
public sealed class FuzzRandom
{
    private ulong _state;

    public FuzzRandom(ulong state) => _state = state;

    /// <summary>Begins the draws of one input.</summary>
    public void Restart(string target, ulong seed, long index)
    {
        _state = Mix(seed) ^ Mix((ulong)index + 0x517CC1B727220A95UL);
        foreach (char c in target)
        {
            _state = Mix(_state ^ c);
        }
    }

    /// <summary>Draws that depend on the bytes alone: how they are cut into pieces.</summary>
    public static ulong HashOf(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 14695981039346656037UL;
        foreach (byte value in bytes)
        {
            hash = (hash ^ value) * 1099511628211UL;
        }

        return Mix(hash);
    }

    /// <summary>The state after this one, well mixed, for draws that are kept in a number.</summary>
    public static ulong Next(ulong state) => Mix(state + 0x9E3779B97F4A7C15UL);

    public ulong NextUInt64()
    {
        _state += 0x9E3779B97F4A7C15UL;
        return Mix(_state);
    }

    /// <summary>0 to <paramref name="bound"/> - 1; 0 for a bound below 2.</summary>
    public int Next(int bound) => bound < 2 ? 0 : (int)((NextUInt64() >> 32) * (ulong)bound >> 32);

    /// <summary>True once in so many times.</summary>
    public bool Once(int inTimes) => Next(inTimes) == 0;

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
