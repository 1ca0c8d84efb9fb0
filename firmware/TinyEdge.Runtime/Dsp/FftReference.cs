namespace TinyEdge.Runtime.Dsp
{
    /// <summary>
    /// The plain real FFT of N = 64, 128, 256 or 512 points: split radix, decimation in time (Duhamel and Hollmann 1984; Sorensen,
    /// Jones, Heideman and Burrus, IEEE ASSP-35(6), 1987). A transform of n points is made of that of the even inputs (U) and those of
    /// inputs 1, 5, 9, ... (Z) and 3, 7, 11, ... (Y): with w = exp(-2 pi j / n), X[k] = U[k] + w^k Z[k] + w^3k Y[k].
    /// <para>Layout, of results of every length: real parts at k = 0..n/2, imaginary parts at n - k, k = 1..n/2-1.</para>
    /// <para>Rounding: each component of each product with a Q15 twiddle is cut once, (a*c + b*s) >> 15; sums are exact. The input
    /// has 22 fraction bits, so what is cut off is far below one count. Bound: |x| is at most 2^38, |X| at most 2^38 * N = 2^47, and the
    /// quarters that are rotated 2^45, their products 2^60.</para>
    /// </summary>
    public sealed class FftReference
    {
        private readonly int _length;
        private readonly int[] _sine;

        /// <param name="fftLength">64, 128, 256 or 512.</param>
        /// <param name="sine">(<see cref="SineLength"/>) filled by <see cref="FillSine"/>.</param>
        public FftReference(int fftLength, int[] sine)
        {
            _length = fftLength;
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

        /// <summary>Unscaled: X[0] is the plain sum.</summary>
        /// <param name="input">(N) real, each within plus or minus 2^38.</param>
        /// <param name="output">(N) receives the spectrum; another array than the input.</param>
        public void Transform(long[] input, long[] output)
        {
            Transform(input, 0, 1, output, 0, _length);
        }

        private void Transform(long[] input, int first, int stride, long[] output, int at, int n)
        {
            if (n == 1)
            {
                output[at] = input[first];
                return;
            }

            if (n == 2)
            {
                long a = input[first];
                long b = input[first + stride];
                output[at] = a + b;
                output[at + 1] = a - b;
                return;
            }

            int half = n >> 1;
            int quarter = n >> 2;
            Transform(input, first, 2 * stride, output, at, half);
            Transform(input, first + stride, 4 * stride, output, at + half, quarter);
            Transform(input, first + (3 * stride), 4 * stride, output, at + half + quarter, quarter);
            CombineReal(output, at, n);
            for (int k = 1; k < n >> 3; k++)
            {
                Combine(output, at, n, k);
            }
        }

        /// <summary>The bins at which Z and Y are real: 0, n/2 and n/4, n/8 and 3n/8.</summary>
        private static void CombineReal(long[] x, int at, int n)
        {
            int half = at + (n >> 1);
            int threeQuarters = half + (n >> 2);
            long u = x[at];
            long z = x[half];
            long y = x[threeQuarters];
            x[at] = u + z + y;
            x[half] = u - (z + y);
            x[threeQuarters] = y - z;
            int eighth = n >> 3;
            if (eighth == 0)
            {
                return;
            }

            const int CosineOf45 = 23170;
            long re = x[at + eighth];
            long im = x[at + (3 * eighth)];
            z = x[at + (5 * eighth)];
            y = x[at + (7 * eighth)];
            long down = ((z - y) * CosineOf45) >> 15;
            long across = ((z + y) * -CosineOf45) >> 15;
            x[at + eighth] = re + down;
            x[at + (7 * eighth)] = im + across;
            x[at + (3 * eighth)] = re - down;
            x[at + (5 * eighth)] = across - im;
        }

        /// <summary>Bins k, n/2 - k, n/4 + k and n/4 - k, of which Z and Y have k and U has k and n/4 - k.</summary>
        private void Combine(long[] x, int at, int n, int k)
        {
            int half = at + (n >> 1);
            int quarter = at + (n >> 2);
            int threeQuarters = half + (n >> 2);
            int end = at + n;
            int step = k * (_length / n);
            int turnQuarter = _length >> 2;
            long s = _sine[step];
            long c = _sine[step + turnQuarter];
            long s3 = _sine[3 * step];
            long c3 = _sine[(3 * step) + turnQuarter];
            long zr = x[half + k];
            long zi = x[threeQuarters - k];
            long yr = x[threeQuarters + k];
            long yi = x[end - k];
            long ar = ((zr * c) + (zi * s)) >> 15;
            long ai = ((zi * c) - (zr * s)) >> 15;
            long br = ((yr * c3) + (yi * s3)) >> 15;
            long bi = ((yi * c3) - (yr * s3)) >> 15;
            long ur = x[at + k];
            long ui = x[half - k];
            long vr = x[quarter - k];
            long vi = x[quarter + k];
            x[at + k] = ur + (ar + br);
            x[end - k] = ui + (ai + bi);
            x[half - k] = ur - (ar + br);
            x[half + k] = ai + bi - ui;
            x[quarter + k] = vr + (ai - bi);
            x[threeQuarters - k] = br - ar - vi;
            x[quarter - k] = vr - (ai - bi);
            x[threeQuarters + k] = vi + (br - ar);
        }
    }
}
