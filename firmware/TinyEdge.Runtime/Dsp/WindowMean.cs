using TinyEdge.Bundles;
using TinyEdge.Kernels;

namespace TinyEdge.Runtime.Dsp
{
    /// <summary>The mean of a window in 1/256 count, rounded half away from zero.</summary>
    internal static class WindowMean
    {
        /// <param name="samples">(N) int16, 0 behind the window, N a multiple of 64 up to 512.</param>
        /// <param name="windowSize">Samples of the window, 1 to N.</param>
        [HotPath]
        public static int Compute(short[] samples, int windowSize)
        {
            int length = samples.Length;
            int sum = length <= PowerSpectra.LongestUndealt && PowerSpectra.Has(length) ? PowerSpectra.Sum(samples, length) : PlainSum(samples);
            long scaled = (long)sum << SpectrumReference.MeanBits;
            int half = windowSize >> 1;
            return (int)((sum < 0 ? scaled - half : scaled + half) / windowSize);
        }

        [HotPath]
        private static int PlainSum(short[] samples)
        {
            int sum = 0;
            int length = samples.Length;
            for (int n = 0; n < length; n += 8)
            {
                sum += samples[n] + samples[n + 1] + samples[n + 2] + samples[n + 3]
                    + samples[n + 4] + samples[n + 5] + samples[n + 6] + samples[n + 7];
            }

            return sum;
        }
    }
}
