using System;
using TinyEdge.Bundles;
using TinyEdge.Kernels;

namespace TinyEdge.Runtime.Dsp
{
    /// <summary>The straight-line spectra of <see cref="PowerSpectra"/>, with the working memory that a length needs.</summary>
    public sealed class SpectrumCodelets : ISpectrum
    {
        /// <summary>Arrays of N/2 samples that 512 points are dealt to: windows and samples, each even, odd and odd without its first.</summary>
        internal const int DealtArrays = 6;

        private readonly short[] _window;
        private readonly long[] _z;
        private readonly long[] _y;
        private readonly short[][] _dealt;

        /// <param name="window">(N) int16 Q14, as for <see cref="SpectrumReference"/>.</param>
        /// <param name="z">(<see cref="PowerSpectra.WorkLength"/>) working memory, or null where that is 0.</param>
        /// <param name="y">As z.</param>
        /// <param name="dealt">(<see cref="DealtArrays"/>) arrays of N/2, for 512 points; else null.</param>
        public SpectrumCodelets(short[] window, long[] z, long[] y, short[][] dealt)
        {
            _window = window;
            _z = z;
            _y = y;
            _dealt = dealt;
            if (dealt != null)
            {
                Deal(window, dealt[0], dealt[1], dealt[2]);
            }
        }

        public void Compute(short[] samples, int mean, long[] power)
        {
            switch (_window.Length)
            {
                case 64:
                    PowerSpectra.Of64(samples, _window, mean, power);
                    break;
                case 128:
                    PowerSpectra.Of128(samples, _window, mean, power);
                    break;
                case 256:
                    PowerSpectra.Of256(samples, _window, mean, power, _z, _y);
                    break;
                default:
                    short[][] dealt = _dealt;
                    Deal(samples, dealt[3], dealt[4], dealt[5]);
                    PowerSpectra.Of512(dealt[3], dealt[4], dealt[5], dealt[0], dealt[1], dealt[2], mean, power, _z, _y);
                    break;
            }
        }

        [HotPath]
        private static void Deal(short[] source, short[] even, short[] odd, short[] third)
        {
            int half = even.Length;
            int from = 0;
            for (int i = 0; i < half; i += 4)
            {
                even[i] = source[from];
                odd[i] = source[from + 1];
                even[i + 1] = source[from + 2];
                odd[i + 1] = source[from + 3];
                even[i + 2] = source[from + 4];
                odd[i + 2] = source[from + 5];
                even[i + 3] = source[from + 6];
                odd[i + 3] = source[from + 7];
                from += 8;
            }

            Array.Copy(odd, 1, third, 0, half - 1);
        }
    }
}
