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
