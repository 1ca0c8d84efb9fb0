using TinyEdge.Kernels;
using TinyEdge.Runtime.Dsp;

namespace TinyEdge.NanoTests.Dsp
{
    /// <summary>Every implementation of <see cref="ISpectrum"/>: the same tests run over all of them. A new one is a line here.</summary>
    internal static class SpectrumImplementations
    {
        public const int Count = 2;

        /// <param name="implementation">0 to <see cref="Count"/> - 1; 0 is the reference.</param>
        /// <param name="window">(64, 128, 256 or 512) Q14.</param>
        /// <returns>Null where an implementation does not have that length.</returns>
        public static ISpectrum Create(int implementation, short[] window)
        {
            switch (implementation)
            {
                case 0:
                    return new SpectrumReference(Fft(window.Length), window, new long[window.Length], new long[window.Length]);
                case 1:
                    return Codelets(window);
                default:
                    return null;
            }
        }

        public static FftReference Fft(int length)
        {
            int[] sine = new int[FftReference.SineLength(length)];
            FftReference.FillSine(sine, length);
            return new FftReference(length, sine);
        }

        private static ISpectrum Codelets(short[] window)
        {
            int length = window.Length;
            short[][] dealt = null;
            if (length > PowerSpectra.LongestUndealt)
            {
                dealt = new short[6][];
                for (int i = 0; i < dealt.Length; i++)
                {
                    dealt[i] = new short[length / 2];
                }
            }

            int work = PowerSpectra.WorkLength(length);
            return new SpectrumCodelets(window, new long[work], new long[work], dealt);
        }
    }
}
