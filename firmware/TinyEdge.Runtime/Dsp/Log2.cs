namespace TinyEdge.Runtime.Dsp
{
    /// <summary>
    /// Base-2 logarithm in Q12. log2(1 + f) = f + f (1 - f) q(f) with q quadratic, fitted for the least worst error over [0, 1]: exact at
    /// the powers of two, 1.2e-4 off at most between them. With f cut to Q15 and the rounding to Q12 the error stays below 3e-4.
    /// A polynomial rather than a table: constants live in flash, a table would live in RAM.
    /// Plain: BandLogs of the kernels gives the same bits at the same cost for every value.
    /// </summary>
    internal static class Log2
    {
        public const int FractionBits = 12;
        public const int One = 1 << FractionBits;

        private const int C0 = 14376;
        private const int C1 = -7833;
        private const int C2 = 2691;

        /// <summary>log2 of a positive integer, Q12, 0..63 * 4096.</summary>
        public static int OfPositive(long value)
        {
            int exponent = HighestBit(value);
            int f = (int)(exponent > 15 ? value >> (exponent - 15) : value << (15 - exponent)) & 0x7FFF;
            int q = ((((C2 * f) >> 15) + C1) * f >> 15) + C0;
            int bend = (((f * (32768 - f)) >> 15) * q) >> 15;
            return (exponent << FractionBits) + ((f + bend + 4) >> 3);
        }

        /// <summary>
        /// Absolute log energies: undoes the Q14 of the bands and the block exponent.
        /// </summary>
        /// <param name="energies">(bands) int64 Q14, 0 or more.</param>
        /// <param name="bands">Number of bands.</param>
        /// <param name="biasQ12">Added to each logarithm: (2 * block exponent - 14) in Q12.</param>
        /// <param name="floorQ12">Least result; also the result of an energy of 0.</param>
        /// <param name="logs">(bands) receives int32 Q12, log2 of counts squared.</param>
        public static void Compute(long[] energies, int bands, int biasQ12, int floorQ12, int[] logs)
        {
            for (int band = 0; band < bands; band++)
            {
                long energy = energies[band];
                int log = energy > 0 ? OfPositive(energy) + biasQ12 : floorQ12;
                logs[band] = log > floorQ12 ? log : floorQ12;
            }
        }

        private static int HighestBit(long value)
        {
            int bit = 0;
            if ((value >> 32) != 0)
            {
                value >>= 32;
                bit = 32;
            }

            int word = (int)value;
            if (((word >> 16) & 0xFFFF) != 0)
            {
                word = (word >> 16) & 0xFFFF;
                bit += 16;
            }

            if ((word >> 8) != 0)
            {
                word >>= 8;
                bit += 8;
            }

            if ((word >> 4) != 0)
            {
                word >>= 4;
                bit += 4;
            }

            if ((word >> 2) != 0)
            {
                word >>= 2;
                bit += 2;
            }

            return bit + (word >> 1);
        }
    }
}
