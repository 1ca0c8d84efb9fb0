namespace TinyEdge.Kernels
{
    /// <summary>
    /// Power spectra of 64, 128, 256 and 512 real samples by straight-line code. A window of samples becomes
    /// x[n] = (256 samples[n] - mean) * window[n] (22 fraction bits), x its real FFT X, and power[k] = |X[k] >> (log2 N + 6)|^2 >> 14, rounded.
    /// Bits and bounds are those of the runtime's SpectrumReference. The cost is the same for every input.
    /// </summary>
    public static class PowerSpectra
    {
        /// <summary>A longer transform takes its samples dealt out.</summary>
        public const int LongestUndealt = 256;

        /// <summary>Whether there is code for this length.</summary>
        public static bool Has(int fftLength)
        {
            return fftLength == 64 || fftLength == 128 || fftLength == 256 || fftLength == 512;
        }

        /// <summary>Entries of each of the two arrays of working memory: a quarter of the transform, or 0 when none is needed.</summary>
        public static int WorkLength(int fftLength)
        {
            return fftLength < 256 ? 0 : fftLength / 4;
        }

        /// <param name="samples">(64) int16 counts.</param>
        /// <param name="window">(64) int16 Q14, 0..16384.</param>
        /// <param name="mean">To be taken off, in 1/256 count.</param>
        /// <param name="power">(33) receives int64, 0..2^48.</param>
        public static void Of64(short[] samples, short[] window, int mean, long[] power)
        {
            Fft64.Power(samples, window, mean, power);
        }

        /// <summary>As <see cref="Of64"/>, of 128 samples; <paramref name="power"/> has 65 entries.</summary>
        public static void Of128(short[] samples, short[] window, int mean, long[] power)
        {
            Fft128.Power(samples, window, mean, power);
        }

        /// <summary>As <see cref="Of64"/>, of 256 samples; <paramref name="power"/> has 129 entries, z and y 64 each.</summary>
        public static void Of256(short[] samples, short[] window, int mean, long[] power, long[] z, long[] y)
        {
            Fft256.Even(samples, window, mean, power);
            Fft256.First(samples, window, mean, z);
            Fft256.Third(samples, window, mean, y);
            Fft256.LastToPower(power, z, y);
        }

        /// <summary>
        /// As <see cref="Of64"/>, of 512 samples, dealt out: <paramref name="even"/> (256) are samples 0, 2, 4, ...,
        /// <paramref name="odd"/> (256) are 1, 3, 5, ... and <paramref name="third"/> (256) are 3, 5, 7, ..., of which every other one
        /// is read; the windows likewise. <paramref name="power"/> has 257 entries, z and y 128 each.
        /// </summary>
        public static void Of512(
            short[] even, short[] odd, short[] third, short[] evenWindow, short[] oddWindow, short[] thirdWindow, int mean, long[] power, long[] z, long[] y)
        {
            Fft256.Even(even, evenWindow, mean, power);
            Fft256.First(even, evenWindow, mean, z);
            Fft256.Third(even, evenWindow, mean, y);
            Fft256.LastInPlace(power, z, y);
            Fft256.Even(odd, oddWindow, mean, z);
            Fft256.Even(third, thirdWindow, mean, y);
            Fft512.LastToPower(power, z, y);
        }

        /// <summary>Sum of the first <paramref name="length"/> samples, 64, 128 or 256.</summary>
        public static int Sum(short[] samples, int length)
        {
            if (length == 64)
            {
                return SampleSums.Of64(samples);
            }

            return length == 128 ? SampleSums.Of128(samples) : SampleSums.Of256(samples);
        }
    }
}
