namespace TinyEdge.Runtime.Dsp
{
    /// <summary>Puts the taper on a window and deals it into the two arrays of the real FFT, padding with zeros.</summary>
    internal static class WindowKernel
    {
        /// <param name="samples">(length) int16, from <see cref="BlockScale"/>.</param>
        /// <param name="window">(length) int16 Q15, or null for a rectangular window.</param>
        /// <param name="length">Samples, at most twice <paramref name="half"/>.</param>
        /// <param name="even">(half) receives samples 0, 2, 4, ...</param>
        /// <param name="odd">(half) receives samples 1, 3, 5, ...</param>
        /// <param name="half">Half the FFT length.</param>
        public static void Apply(short[] samples, short[] window, int length, int[] even, int[] odd, int half)
        {
            int pairs = length >> 1;
            if (window == null)
            {
                Deal(samples, pairs, even, odd);
            }
            else
            {
                Taper(samples, window, pairs, even, odd);
            }

            for (int i = pairs; i < half; i++)
            {
                even[i] = 0;
                odd[i] = 0;
            }

            if ((length & 1) != 0)
            {
                int last = length - 1;
                even[pairs] = window == null ? samples[last] : ((samples[last] * window[last]) + 16384) >> 15;
            }
        }

        private static void Deal(short[] samples, int pairs, int[] even, int[] odd)
        {
            int n = 0;
            for (int i = 0; i < pairs; i++)
            {
                even[i] = samples[n];
                odd[i] = samples[n + 1];
                n += 2;
            }
        }

        private static void Taper(short[] samples, short[] window, int pairs, int[] even, int[] odd)
        {
            int n = 0;
            for (int i = 0; i < pairs; i++)
            {
                even[i] = ((samples[n] * window[n]) + 16384) >> 15;
                n++;
                odd[i] = ((samples[n] * window[n]) + 16384) >> 15;
                n++;
            }
        }
    }
}
