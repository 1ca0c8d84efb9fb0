namespace TinyEdge.NanoTests
{
    /// <summary>
    /// Test signals from integers only. The generator of the expected values compiles this very file, so a signal costs no data.
    /// </summary>
    internal static class Signal
    {
        /// <summary>Noise, uniform, int16: the upper bits of a linear congruential generator (Numerical Recipes, 2nd edition, section 7.1).</summary>
        /// <param name="length">Samples.</param>
        /// <param name="seed">Any.</param>
        /// <param name="shift">Right shift of each sample: 0 is full scale.</param>
        public static short[] Noise(int length, int seed, int shift)
        {
            short[] samples = new short[length];
            int state = seed;
            for (int n = 0; n < length; n++)
            {
                state = unchecked((state * 1664525) + 1013904223);
                samples[n] = (short)((state >> 16) >> shift);
            }

            return samples;
        }

        /// <summary>Noise in int8, for inputs of networks.</summary>
        public static sbyte[] Int8(int length, int seed)
        {
            sbyte[] values = new sbyte[length];
            int state = seed;
            for (int n = 0; n < length; n++)
            {
                state = unchecked((state * 1664525) + 1013904223);
                values[n] = (sbyte)(state >> 24);
            }

            return values;
        }

        /// <summary>A window that integers describe exactly, Q14: from 0 up to 1 in the middle and down again.</summary>
        /// <param name="length">A power of two up to 16384.</param>
        public static short[] Triangle(int length)
        {
            short[] window = new short[length];
            int rise = 0;
            for (int n = 0; n < length; n++)
            {
                window[n] = (short)(rise <= 16384 ? rise : 32768 - rise);
                rise += 32768 / (length > 0 ? length : 1);
            }

            return window;
        }

        /// <summary>Powers of all magnitudes from 0 to 2^47.</summary>
        public static long[] Powers(int count, int seed)
        {
            short[] noise = Noise(count, seed, 0);
            long[] powers = new long[count];
            for (int i = 0; i < count; i++)
            {
                powers[i] = (long)(noise[i] & 0x7FFF) << (i % 33);
            }

            return powers;
        }

        /// <summary>Weights, Q14, 0 to 1.</summary>
        public static short[] Weights(int count, int seed)
        {
            short[] weights = Noise(count, seed, 0);
            for (int i = 0; i < count; i++)
            {
                weights[i] = (short)(weights[i] < -32000 ? 16384 : weights[i] & 0x3FFF);
            }

            return weights;
        }

        /// <summary>Three axes, interleaved: a triangle on each, of different periods, with noise on top.</summary>
        /// <param name="samples">Samples per axis.</param>
        /// <param name="amplitude">Of the triangle, counts.</param>
        /// <param name="period">Of the first axis, samples, 2 or more; the others are one and two longer.</param>
        /// <param name="seed">Of the noise.</param>
        /// <param name="noiseShift">Right shift of the noise.</param>
        public static short[] Vibration(int samples, int amplitude, int period, int seed, int noiseShift)
        {
            short[] xyz = Noise(3 * samples, seed, noiseShift);
            for (int n = 0; n < samples; n++)
            {
                for (int axis = 0; axis < 3; axis++)
                {
                    int length = period + axis;
                    if (length < 2)
                    {
                        continue;
                    }

                    int phase = n % length;
                    int half = length / 2;
                    int height = phase < half ? phase : length - phase;
                    xyz[(3 * n) + axis] = (short)(xyz[(3 * n) + axis] + (2 * amplitude * height / half) - amplitude);
                }
            }

            return xyz;
        }
    }
}
