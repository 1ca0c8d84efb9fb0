namespace TinyEdge.Runtime.Dsp
{
    /// <summary>
    /// The plain real FFT of N = 64, 128, 256 or 512 points: a complex radix-2 decimation in time of N/2 points, then the
    /// split into the spectrum of the real signal (Cooley and Tukey 1965; Sorensen et al., IEEE ASSP-35(6), 1987).
    /// <para>Rounding: each component of each twiddle product is rounded once, (a*wr + b*wi + 16384) >> 15 over 64-bit products;
    /// the split rounds once, at bit 16. The twiddles 1 and -j are exact (32768 and 0), so code that skips them gives the same bits.</para>
    /// <para>Bound: |x| is at most 2^15, so each |Z| is at most 2^15 * sqrt(2) * N/2 &lt; 2^23.6 and each |X| at most 2^15 * N = 2^24 for
    /// N = 512, plus less than N for rounding: int32 needs no scaling between stages.</para>
    /// </summary>
    public sealed class FftReference : IFft
    {
        private readonly int _half;
        private readonly int[] _sine;

        /// <param name="fftLength">64, 128, 256 or 512.</param>
        /// <param name="sine">(<see cref="SineLength"/>) filled by <see cref="FillSine"/>.</param>
        public FftReference(int fftLength, int[] sine)
        {
            _half = fftLength / 2;
            _sine = sine;
        }

        /// <summary>Entries of the sine table of a length: three quarters of a turn, so that cosine is the same table N/4 later.</summary>
        public static int SineLength(int fftLength)
        {
            return fftLength / 4 * 3;
        }

        /// <summary>Fills sine[k] = Q15 sin(2 pi k / N), exact at the quarters.</summary>
        public static void FillSine(int[] sine, int fftLength)
        {
            ushort[] table = QuarterSine.CreateTable();
            int step = QuarterSine.Turn / fftLength;
            int length = SineLength(fftLength);
            for (int k = 0; k < length; k++)
            {
                sine[k] = QuarterSine.Sine(table, k * step);
            }
        }

        public void Transform(int[] re, int[] im)
        {
            BitReverse(re, im, _half);
            Butterflies(re, im, _half, _sine);
            Split(re, im, _half, _sine);
        }

        private static void BitReverse(int[] re, int[] im, int half)
        {
            int target = 0;
            for (int n = 1; n < half; n++)
            {
                int bit = half >> 1;
                while ((target & bit) != 0)
                {
                    target ^= bit;
                    bit >>= 1;
                }

                target |= bit;
                if (n < target)
                {
                    int swap = re[n];
                    re[n] = re[target];
                    re[target] = swap;
                    swap = im[n];
                    im[n] = im[target];
                    im[target] = swap;
                }
            }
        }

        private static void Butterflies(int[] re, int[] im, int half, int[] sine)
        {
            int quarter = half >> 1;
            for (int span = 1; span < half; span <<= 1)
            {
                int stride = half / span;
                for (int j = 0; j < span; j++)
                {
                    long wi = sine[j * stride];
                    long wr = sine[(j * stride) + quarter];
                    for (int top = j; top < half; top += span << 1)
                    {
                        int bottom = top + span;
                        long br = re[bottom];
                        long bi = im[bottom];
                        int tr = (int)(((br * wr) + (bi * wi) + 16384) >> 15);
                        int ti = (int)(((bi * wr) - (br * wi) + 16384) >> 15);
                        int ar = re[top];
                        int ai = im[top];
                        re[top] = ar + tr;
                        im[top] = ai + ti;
                        re[bottom] = ar - tr;
                        im[bottom] = ai - ti;
                    }
                }
            }
        }

        private static void Split(int[] re, int[] im, int half, int[] sine)
        {
            int sum = re[0] + im[0];
            im[0] = re[0] - im[0];
            re[0] = sum;
            int quarter = half >> 1;
            for (int k = 1; k < quarter; k++)
            {
                int mirror = half - k;
                long ws = sine[k];
                long wc = sine[k + quarter];
                int a = re[k];
                int b = im[k];
                int c = re[mirror];
                int d = im[mirror];
                long dr = b + d;
                long di = a - c;
                long pr = (dr * wc) - (di * ws) + 32768;
                long pi = (di * wc) + (dr * ws) - 32768;
                long sr = (long)(a + c) << 15;
                long si = (long)(b - d) << 15;
                re[k] = (int)((sr + pr) >> 16);
                im[k] = (int)((si - pi) >> 16);
                re[mirror] = (int)((sr - pr + 65536) >> 16);
                im[mirror] = (int)((-si - pi) >> 16);
            }

            im[quarter] = -im[quarter];
        }
    }
}
