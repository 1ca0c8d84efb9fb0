namespace TinyEdge.Companion.Training;

/// <summary>
/// Random numbers that are the same on every machine and in every version of .NET: xorshift64* (Vigna 2016, arXiv:1402.6246).
/// Only additions and multiplications are used to shape them, because a platform's log and cos differ in their last bit.
/// </summary>
public sealed class TrainingRandom
{
    private ulong _state;

    public TrainingRandom(ulong seed)
    {
        _state = (seed * 0x9E3779B97F4A7C15UL) ^ 0xD1B54A32D192ED03UL;
        if (_state == 0)
        {
            _state = 1;
        }

        for (int i = 0; i < 8; i++)
        {
            Next();
        }
    }

    /// <summary>Uniform in 0..1, 1 excluded.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in -1..1.</summary>
    public double NextSigned() => (2 * NextUnit()) - 1;

    /// <summary>Uniform in 0..limit - 1.</summary>
    public int NextIndex(int limit) => (int)(NextUnit() * limit);

    /// <summary>Nearly normal, mean 0, deviation 1: the sum of twelve uniform numbers (Irwin-Hall), within 6 deviations.</summary>
    public double NextNormal()
    {
        double sum = -6;
        for (int i = 0; i < 12; i++)
        {
            sum += NextUnit();
        }

        return sum;
    }

    /// <summary>Fisher-Yates.</summary>
    public void Shuffle(int[] items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextIndex(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private ulong Next()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return _state * 0x2545F4914F6CDD1DUL;
    }
}
