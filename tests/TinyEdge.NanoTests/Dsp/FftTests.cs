using nanoFramework.TestFramework;
using TinyEdge.NanoTests.Generated;
using TinyEdge.Runtime.Dsp;

namespace TinyEdge.NanoTests.Dsp
{
    /// <summary>Every real FFT against the definition of the DFT in double precision, and against what can be said without one.</summary>
    [TestClass]
    public class FftTests
    {
        /// <summary>
        /// Counts, for int16 at full scale, whose bins reach 10^6: twiddles are off by up to 2^-16 and each of at most nine passes rounds. The
        /// reference is at most 28 off, at 512 points; an exchanged twiddle is off by thousands.
        /// </summary>
        private const int Tolerance = 32;

        [TestMethod]
        [DataRow(64)]
        [DataRow(128)]
        [DataRow(256)]
        [DataRow(512)]
        public void Transform_Noise_IsTheDftOfDoublePrecision(int length)
        {
            int[] expected = ExpectedSpectra.Of(length);
            for (int implementation = 0; implementation < FftImplementations.Count; implementation++)
            {
                IFft fft = FftImplementations.Create(implementation, length);
                if (fft == null)
                {
                    continue;
                }

                int[] re = Half(length, 0);
                int[] im = Half(length, 1);
                fft.Transform(re, im);
                Same.Int32(expected, Interleaved(re, im), Tolerance);
            }
        }

        [TestMethod]
        [DataRow(64)]
        [DataRow(128)]
        [DataRow(256)]
        [DataRow(512)]
        public void Transform_Noise_HasTheBitsOfTheReference(int length)
        {
            int[] expectedRe = Half(length, 0);
            int[] expectedIm = Half(length, 1);
            FftImplementations.Reference(length).Transform(expectedRe, expectedIm);
            for (int implementation = 1; implementation < FftImplementations.Count; implementation++)
            {
                IFft fft = FftImplementations.Create(implementation, length);
                if (fft == null)
                {
                    continue;
                }

                int[] re = Half(length, 0);
                int[] im = Half(length, 1);
                fft.Transform(re, im);
                Same.Int32(expectedRe, re, 0);
                Same.Int32(expectedIm, im, 0);
            }

            Assert.AreEqual(ExpectedSpectra.SumOf(length), Sum(expectedRe) ^ Sum(expectedIm));
        }

        [TestMethod]
        [DataRow(64)]
        [DataRow(512)]
        public void Transform_Constant_IsItsSumInBinZero(int length)
        {
            for (int implementation = 0; implementation < FftImplementations.Count; implementation++)
            {
                IFft fft = FftImplementations.Create(implementation, length);
                if (fft == null)
                {
                    continue;
                }

                int[] re = new int[length / 2];
                int[] im = new int[length / 2];
                for (int n = 0; n < re.Length; n++)
                {
                    re[n] = -32768;
                    im[n] = -32768;
                }

                fft.Transform(re, im);
                Assert.AreEqual(-32768 * length, re[0]);
                Assert.AreEqual(0, im[0]);
                for (int k = 1; k < re.Length; k++)
                {
                    Assert.AreEqual(0, re[k] | im[k], "bin");
                }
            }
        }

        [TestMethod]
        public void Transform_Alternating_IsTheNyquistBin()
        {
            for (int implementation = 0; implementation < FftImplementations.Count; implementation++)
            {
                IFft fft = FftImplementations.Create(implementation, 256);
                if (fft == null)
                {
                    continue;
                }

                int[] re = new int[128];
                int[] im = new int[128];
                for (int n = 0; n < 128; n++)
                {
                    re[n] = 32767;
                    im[n] = -32767;
                }

                fft.Transform(re, im);
                Assert.AreEqual(0, re[0]);
                Assert.AreEqual(32767 * 256, im[0]);
            }
        }

        [TestMethod]
        public void Transform_Impulse_IsFlat()
        {
            for (int implementation = 0; implementation < FftImplementations.Count; implementation++)
            {
                IFft fft = FftImplementations.Create(implementation, 128);
                if (fft == null)
                {
                    continue;
                }

                int[] re = new int[64];
                int[] im = new int[64];
                re[0] = 20000;
                fft.Transform(re, im);
                Assert.AreEqual(20000, re[0]);
                Assert.AreEqual(20000, im[0]);
                for (int k = 1; k < 64; k++)
                {
                    Assert.IsTrue(re[k] >= 19999 && re[k] <= 20001 && im[k] >= -1 && im[k] <= 1, "bin");
                }
            }
        }

        private static int[] Half(int length, int first)
        {
            short[] noise = Signal.Noise(length, length, 0);
            int[] half = new int[length / 2];
            for (int n = 0; n < half.Length; n++)
            {
                half[n] = noise[(2 * n) + first];
            }

            return half;
        }

        private static int[] Interleaved(int[] re, int[] im)
        {
            int[] bins = new int[2 * re.Length];
            for (int k = 0; k < re.Length; k++)
            {
                bins[2 * k] = re[k];
                bins[(2 * k) + 1] = im[k];
            }

            return bins;
        }

        private static int Sum(int[] values)
        {
            int sum = 0;
            for (int i = 0; i < values.Length; i++)
            {
                sum = unchecked((sum * 31) + values[i]);
            }

            return sum;
        }
    }
}
