using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Dsp
{
    /// <summary>
    /// The DCT with half the products: row k of a DCT-II is even or odd about its middle, so that logs are folded to sums and
    /// differences first. A matrix that is not exactly so is multiplied plainly; which one it is, is found once.
    /// </summary>
    internal sealed class DctKernel
    {
        private const int FieldCount = 5;

        private readonly short[] _matrix;
        private readonly int _bands;
        private readonly int _coefficients;
        private readonly long[] _sums;
        private readonly long[] _differences;

        private DctKernel(short[] matrix, int bands, int coefficients, long[] sums, long[] differences)
        {
            _matrix = matrix;
            _bands = bands;
            _coefficients = coefficients;
            _sums = sums;
            _differences = differences;
        }

        /// <summary>Null when the pool refused.</summary>
        public static DctKernel TryRent(StaticPool pool, short[] matrix, int bands, int coefficients)
        {
            if (!pool.TryCountObject(PoolOwner.FrontEnd, FieldCount))
            {
                return null;
            }

            if (!IsFolded(matrix, bands, coefficients))
            {
                return new DctKernel(matrix, bands, coefficients, null, null);
            }

            int half = (bands + 1) >> 1;
            long[] sums = pool.RentInt64(PoolOwner.FrontEnd, half);
            long[] differences = pool.RentInt64(PoolOwner.FrontEnd, half);
            return sums == null || differences == null ? null : new DctKernel(matrix, bands, coefficients, sums, differences);
        }

        /// <summary>As <see cref="Dct.Compute"/>, of which it gives the bits.</summary>
        public void Compute(int[] logs, int[] output)
        {
            if (_sums == null)
            {
                Dct.Compute(logs, _bands, _matrix, _coefficients, output);
                return;
            }

            Fold(logs, _bands, _sums, _differences);
            Multiply(_sums, _matrix, 0, _bands, _coefficients, output);
            Multiply(_differences, _matrix, 1, _bands, _coefficients, output);
        }

        private static bool IsFolded(short[] matrix, int bands, int coefficients)
        {
            for (int k = 0; k < coefficients; k++)
            {
                int sign = (k & 1) == 0 ? 1 : -1;
                for (int band = 0; band < bands; band++)
                {
                    if (matrix[(k * bands) + band] != sign * matrix[(k * bands) + bands - 1 - band])
                    {
                        return false;
                    }
                }
            }

            return true;
        }

        /// <summary>The band in the middle stands alone: its other half is 0, and so is the entry of every odd row.</summary>
        [HotPath]
        private static void Fold(int[] logs, int bands, long[] sums, long[] differences)
        {
            int half = bands >> 1;
            int mirror = bands - 1;
            for (int band = 0; band < half; band++)
            {
                long low = logs[band];
                long high = logs[mirror];
                sums[band] = low + high;
                differences[band] = low - high;
                mirror--;
            }

            if ((bands & 1) != 0)
            {
                sums[half] = logs[half];
                differences[half] = 0;
            }
        }

        /// <summary>Every second row. The first columns of a row alone are read, four at a time.</summary>
        [HotPath]
        private static void Multiply(long[] folded, short[] matrix, int first, int bands, int coefficients, int[] output)
        {
            int half = folded.Length;
            int unrolled = half & ~3;
            for (int k = first; k < coefficients; k += 2)
            {
                int m = k * bands;
                long sum = 16384;
                int band = 0;
                while (band < unrolled)
                {
                    sum += (folded[band] * matrix[m]) + (folded[band + 1] * matrix[m + 1])
                        + (folded[band + 2] * matrix[m + 2]) + (folded[band + 3] * matrix[m + 3]);
                    band += 4;
                    m += 4;
                }

                while (band < half)
                {
                    sum += folded[band] * matrix[m];
                    band++;
                    m++;
                }

                output[k] = (int)(sum >> 15);
            }
        }
    }
}
