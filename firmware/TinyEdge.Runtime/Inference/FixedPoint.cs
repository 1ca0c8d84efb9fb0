namespace TinyEdge.Runtime.Inference
{
    /// <summary>
    /// The 32-bit fixed-point arithmetic that TensorFlow Lite's integer Softmax is defined in (gemmlowp, Apache-2.0,
    /// fixedpoint.h; constants are Q31 and Q29 values of the functions named beside them). Qm.n: m integer bits, sign apart.
    /// </summary>
    public static class FixedPoint
    {
        private const int OneEighth = 1 << 28;
        private const int ExpMinusOneEighth = 1895147668;
        private const int OneThird = 715827883;

        // 48/17 and -32/17 in Q2.29: the start of Newton's division that keeps the error below 1/17.
        private const int FortyEight17ths = 1515870810;
        private const int Minus32Over17 = -1010580540;

        /// <summary>Rounding doubling high product: a * b / 2^31, halves towards plus infinity. Callers never pass int.MinValue twice.</summary>
        public static int MultiplyHigh(int a, int b)
        {
            long product = (long)a * b;
            long nudge = product >= 0 ? 1L << 30 : 1 - (1L << 30);
            return (int)((product + nudge) / (1L << 31));
        }

        /// <summary>x / 2^exponent, halves away from zero; exponent 0 to 31.</summary>
        public static int RoundingShiftRight(int x, int exponent)
        {
            int mask = (int)((1L << exponent) - 1);
            int remainder = x & mask;
            int threshold = (mask >> 1) + (x < 0 ? 1 : 0);
            return (x >> exponent) + (remainder > threshold ? 1 : 0);
        }

        /// <summary>exp(x) for x in Q5.26, x at most 0, result in Q0.31.</summary>
        public static int ExpOfNegative(int x)
        {
            if (x == 0)
            {
                return int.MaxValue;
            }

            const int QuarterMask = (1 << 24) - 1;
            int inQuarter = (x & QuarterMask) - (1 << 24);
            int result = ExpInQuarter(inQuarter << 5);
            int rest = inQuarter - x;

            // One factor for each set bit of the rest: exp(-1/4), exp(-1/2), exp(-1), ... exp(-16) in Q0.31.
            result = (rest & (1 << 24)) != 0 ? MultiplyHigh(result, 1672461947) : result;
            result = (rest & (1 << 25)) != 0 ? MultiplyHigh(result, 1302514674) : result;
            result = (rest & (1 << 26)) != 0 ? MultiplyHigh(result, 790015084) : result;
            result = (rest & (1 << 27)) != 0 ? MultiplyHigh(result, 290630308) : result;
            result = (rest & (1 << 28)) != 0 ? MultiplyHigh(result, 39332535) : result;
            result = (rest & (1 << 29)) != 0 ? MultiplyHigh(result, 720401) : result;
            return (rest & (1 << 30)) != 0 ? MultiplyHigh(result, 242) : result;
        }

        /// <summary>1 / (1 + x) for x in Q0.31, 0 to 1, result in Q0.31; three Newton-Raphson steps.</summary>
        public static int ReciprocalOfOnePlus(int x)
        {
            int half = (int)(((long)x + int.MaxValue + 1) / 2);
            int estimate = FortyEight17ths + MultiplyHigh(half, Minus32Over17);
            for (int step = 0; step < 3; step++)
            {
                int error = (1 << 29) - MultiplyHigh(half, estimate);
                estimate += SaturatingShiftLeft(MultiplyHigh(estimate, error), 2);
            }

            return SaturatingShiftLeft(estimate, 1);
        }

        // Taylor series of exp around -1/8 for x in [-1/4, 0), Q0.31.
        private static int ExpInQuarter(int x)
        {
            int t = x + OneEighth;
            int t2 = MultiplyHigh(t, t);
            int t3 = MultiplyHigh(t2, t);
            int t4Over4 = RoundingShiftRight(MultiplyHigh(t2, t2), 2);
            int tail = RoundingShiftRight(MultiplyHigh(t4Over4 + t3, OneThird) + t2, 1);
            return ExpMinusOneEighth + MultiplyHigh(ExpMinusOneEighth, t + tail);
        }

        private static int SaturatingShiftLeft(int x, int bits)
        {
            long shifted = (long)x << bits;
            if (shifted > int.MaxValue)
            {
                return int.MaxValue;
            }

            return shifted < int.MinValue ? int.MinValue : (int)shifted;
        }
    }
}
