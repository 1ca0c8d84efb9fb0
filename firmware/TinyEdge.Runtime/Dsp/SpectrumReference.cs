namespace TinyEdge.Runtime.Dsp
{
    /// <summary>
    /// The plain chain from samples to power, loop by loop. It defines the bits; straight-line code beside it is held to them by test.
    /// </summary>
    public sealed class SpectrumReference : ISpectrum
    {
        /// <summary>Fraction bits of samples times window: 8 of the mean, 14 of the window.</summary>
        internal const int InputBits = 22;

        /// <summary>Fraction bits of the mean: at most 1/512 count of it is left.</summary>
        internal const int MeanBits = 8;

        /// <summary>What is cut off each power, so that the sum of all stays within 2^48.</summary>
        internal const int PowerShift = 14;

        private readonly FftReference _fft;
        private readonly short[] _window;
        private readonly long[] _input;
        private readonly long[] _spectrum;

        /// <param name="fft">Of length N.</param>
        /// <param name="window">(N) int16 Q14, 0..16384, 0 behind the window.</param>
        /// <param name="input">(N) working memory.</param>
        /// <param name="spectrum">(N) working memory.</param>
        public SpectrumReference(FftReference fft, short[] window, long[] input, long[] spectrum)
        {
            _fft = fft;
            _window = window;
            _input = input;
            _spectrum = spectrum;
        }

        /// <summary>Fraction bits of the bins that are squared: 16 - log2 N, so that 2 (log2 N + 15 + bits) is 62.</summary>
        public static int BinBits(int fftLength)
        {
            int bits = 16;
            for (int length = fftLength; length > 1; length >>= 1)
            {
                bits--;
            }

            return bits;
        }

        public void Compute(short[] samples, int mean, long[] power)
        {
            int length = _window.Length;
            for (int n = 0; n < length; n++)
            {
                _input[n] = (long)((samples[n] << MeanBits) - mean) * _window[n];
            }

            _fft.Transform(_input, _spectrum);
            int half = length >> 1;
            int shift = InputBits - BinBits(length);
            power[0] = PowerOf(_spectrum[0] >> shift, 0);
            power[half] = PowerOf(_spectrum[half] >> shift, 0);
            for (int k = 1; k < half; k++)
            {
                power[k] = PowerOf(_spectrum[k] >> shift, _spectrum[length - k] >> shift);
            }
        }

        private static long PowerOf(long re, long im)
        {
            return ((re * re) + (im * im) + (1 << (PowerShift - 1))) >> PowerShift;
        }
    }
}
