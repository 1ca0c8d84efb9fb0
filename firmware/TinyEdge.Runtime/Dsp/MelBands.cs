namespace TinyEdge.Runtime.Dsp
{
    /// <summary>Plain weighted sums of power bins; BandLogs of the kernels does the same faster. The shapes (mel, Slaney, linear) are the companion's; here they are a sparse table.</summary>
    internal static class MelBands
    {
        /// <summary>Weight 1.0. A larger one is refused: 2^14 * 2^48 is what an int64 sum is safe for.</summary>
        public const int WeightOne = 16384;

        /// <param name="power">(N/2 + 1) int64, from an <see cref="ISpectrum"/>.</param>
        /// <param name="ranges">(2 * bands) first bin, count of bins; a band may be empty.</param>
        /// <param name="weights">(sum of counts) int16 Q14, 0..16384, band after band.</param>
        /// <param name="bands">Number of bands.</param>
        /// <param name="energies">(bands) receives int64 Q14, 0..2^62.</param>
        public static void Compute(long[] power, short[] ranges, short[] weights, int bands, long[] energies)
        {
            int w = 0;
            for (int band = 0; band < bands; band++)
            {
                int bin = ranges[2 * band];
                int end = bin + ranges[(2 * band) + 1];
                long energy = 0;
                while (bin < end)
                {
                    energy += power[bin] * weights[w];
                    bin++;
                    w++;
                }

                energies[band] = energy;
            }
        }
    }
}
