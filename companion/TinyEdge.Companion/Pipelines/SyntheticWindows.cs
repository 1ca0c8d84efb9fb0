namespace TinyEdge.Companion.Pipelines;

/// <summary>
/// Input for golden vectors that belongs to nobody: integer vibration-like windows from a linear congruential generator and
/// triangle waves, so that the same windows come out on every machine without a floating-point library.
/// Kinds, in turn: quiet noise, a strong low tone, tone and harmonics with noise, full-scale noise, an impulse, silence.
/// </summary>
public static class SyntheticWindows
{
    /// <summary>Makes <paramref name="count"/> windows of <paramref name="samples"/> interleaved x, y, z in counts (4096 a g).</summary>
    public static IReadOnlyList<short[]> Create(int count, int samples, uint seed = 1)
    {
        Generator noise = new(seed);
        return [.. Enumerable.Range(0, count).Select(index => Make(index % 6, samples, noise))];
    }

    private static short[] Make(int kind, int samples, Generator noise)
    {
        short[] window = new short[samples * 3];
        for (int i = 0; i < samples; i++)
        {
            for (int axis = 0; axis < 3; axis++)
            {
                int gravity = axis == 2 ? 4096 : 0;
                window[(3 * i) + axis] = (short)Math.Clamp(gravity + Value(kind, i, axis, samples, noise), short.MinValue, short.MaxValue);
            }
        }

        return window;
    }

    private static int Value(int kind, int i, int axis, int samples, Generator noise)
    {
        return kind switch
        {
            0 => noise.Next(16),
            1 => Triangle(i, 40 + axis) * 200 / 1024,
            2 => (Triangle(i, 33) * (100 + (50 * axis)) / 1024) + (Triangle(i, 11) * 60 / 1024) + noise.Next(40),
            3 => noise.Next(32767),
            4 => i == samples / 2 ? 8000 : 0,
            _ => 0,
        };
    }

    /// <summary>Triangle wave of amplitude 1024 and the given period in samples.</summary>
    private static int Triangle(int i, int period)
    {
        int phase = i % period * 4096 / period;
        return phase < 1024 ? phase : phase < 3072 ? 2048 - phase : phase - 4096;
    }

    /// <summary>Numerical Recipes' 32-bit linear congruential generator (Press et al., section 7.1), high bits only.</summary>
    private sealed class Generator(uint seed)
    {
        private uint _state = seed;

        /// <summary>Even over -amplitude .. amplitude.</summary>
        public int Next(int amplitude)
        {
            _state = unchecked((_state * 1664525u) + 1013904223u);
            return (int)((_state >> 8) % (uint)((2 * amplitude) + 1)) - amplitude;
        }
    }
}
