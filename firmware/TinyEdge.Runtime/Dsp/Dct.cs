namespace TinyEdge.Runtime.Dsp
{
    /// <summary>Product of the log energies with a DCT-II matrix that the companion ships; scaling is the companion's choice.</summary>
    internal static class Dct
    {
        /// <param name="logs">(bands) int32 Q12.</param>
        /// <param name="bands">Number of bands, at most 80: the sum stays below 2^40.</param>
        /// <param name="matrix">(coefficients, bands) int16 Q15.</param>
        /// <param name="coefficients">Rows of the matrix.</param>
        /// <param name="output">(coefficients) receives int32 Q12, rounded once.</param>
        public static void Compute(int[] logs, int bands, short[] matrix, int coefficients, int[] output)
        {
            int m = 0;
            for (int k = 0; k < coefficients; k++)
            {
                long sum = 16384;
                for (int band = 0; band < bands; band++)
                {
                    sum += (long)logs[band] * matrix[m];
                    m++;
                }

                output[k] = (int)(sum >> 15);
            }
        }
    }
}
