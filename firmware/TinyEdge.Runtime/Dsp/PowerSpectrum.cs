namespace TinyEdge.Runtime.Dsp
{
    /// <summary>Power of each bin of a packed real spectrum.</summary>
    internal static class PowerSpectrum
    {
        /// <summary>
        /// power[k] = |X[k]|^2. By Parseval the sum over k is at most N times the energy of the window, 2^9 * 2^9 * 2^30 = 2^48.
        /// </summary>
        /// <param name="re">(half) as left by <see cref="IFft.Transform"/>.</param>
        /// <param name="im">(half) as left by <see cref="IFft.Transform"/>.</param>
        /// <param name="half">Half the FFT length.</param>
        /// <param name="power">(half + 1) receives int64, 0..2^48.</param>
        public static void Compute(int[] re, int[] im, int half, long[] power)
        {
            long dc = re[0];
            long nyquist = im[0];
            power[0] = dc * dc;
            power[half] = nyquist * nyquist;
            for (int k = 1; k < half; k++)
            {
                long a = re[k];
                long b = im[k];
                power[k] = (a * a) + (b * b);
            }
        }
    }
}
