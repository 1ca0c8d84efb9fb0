using nanoFramework.TestFramework;
using TinyEdge.NanoTests.Generated;
using TinyEdge.Runtime.Dsp;

namespace TinyEdge.NanoTests.Dsp
{
    /// <summary>The real FFT against the definition of the DFT in double precision, and every spectrum against the plain one.</summary>
    [TestClass]
    public class FftTests
    {
        private const int FractionBits = 22;

        /// <summary>
        /// Counts, for int16 at full scale, whose bins reach 10^6: twiddles are off by up to 2^-16 in each of at most seven rotations; an exchanged
        /// twiddle is off by thousands.
        /// </summary>
        private const int Tolerance = 32;

        [TestMethod]
        [DataRow(64)]
        [DataRow(128)]
        [DataRow(256)]
        [DataRow(512)]
        public void Transform_Noise_IsTheDftOfDoublePrecision(int length)
        {
            long[] packed = Transform(Signal.Noise(length, length, 0));
            int[] bins = new int[length];
            bins[0] = Counts(packed[0]);
            bins[1] = Counts(packed[length / 2]);
            for (int k = 1; k < length / 2; k++)
            {
                bins[2 * k] = Counts(packed[k]);
                bins[(2 * k) + 1] = Counts(packed[length - k]);
            }

            Same.Int32(ExpectedSpectra.Of(length), bins, Tolerance);
            Assert.AreEqual(ExpectedSpectra.SumOf(length), Sum(packed));
        }

        /// <summary>Whatever computes it: the power lies between the squares of the absolute value less and plus the tolerance.</summary>
        [TestMethod]
        [DataRow(64)]
        [DataRow(128)]
        [DataRow(256)]
        [DataRow(512)]
        public void Compute_WindowedNoise_IsThePowerOfDoublePrecision(int length)
        {
            // Power has 18 - 2 log2 N fraction bits, the square of sixteenths has 8.
            int shift = -10;
            for (int n = length; n > 1; n >>= 1)
            {
                shift += 2;
            }

            int[] expected = ExpectedPowers.Of(length);
            short[] window = Signal.Triangle(length);
            for (int implementation = 0; implementation < SpectrumImplementations.Count; implementation++)
            {
                ISpectrum spectrum = SpectrumImplementations.Create(implementation, window);
                Assert.IsNotNull(spectrum);
                long[] power = new long[(length / 2) + 1];
                spectrum.Compute(Signal.Noise(length, length, 0), ExpectedPowers.Mean, power);
                Assert.AreEqual(expected.Length, power.Length);
                for (int k = 0; k < power.Length; k++)
                {
                    long most = expected[k] + (16 * Tolerance);
                    long least = expected[k] > 16 * Tolerance ? expected[k] - (16 * Tolerance) : 0;
                    if (power[k] > ((most * most) >> shift) + 1 || power[k] < (least * least) >> shift)
                    {
                        Assert.IsTrue(false, "implementation " + implementation.ToString() + ", bin " + k.ToString() + ": " + power[k].ToString());
                    }
                }
            }
        }

        [TestMethod]
        [DataRow(64)]
        [DataRow(128)]
        [DataRow(256)]
        [DataRow(512)]
        public void Compute_NoiseAndExtremes_HasTheBitsOfTheReference(int length)
        {
            short[] window = new short[length];
            WindowTable.Fill(window, length, WindowType.Hann, false);
            for (int kind = 0; kind < 4; kind++)
            {
                short[] samples = kind == 0 ? Signal.Noise(length, length, 0) : Extreme(length, kind);
                int mean = WindowMean.Compute(samples, length);
                long[] expected = new long[(length / 2) + 1];
                SpectrumImplementations.Create(0, window).Compute(samples, mean, expected);
                for (int implementation = 1; implementation < SpectrumImplementations.Count; implementation++)
                {
                    ISpectrum spectrum = SpectrumImplementations.Create(implementation, window);
                    if (spectrum == null)
                    {
                        continue;
                    }

                    long[] actual = new long[(length / 2) + 1];
                    spectrum.Compute(samples, mean, actual);
                    for (int k = 0; k < actual.Length; k++)
                    {
                        Assert.AreEqual(expected[k], actual[k], "bin");
                    }
                }
            }
        }

        [TestMethod]
        [DataRow(64)]
        [DataRow(512)]
        public void Transform_Constant_IsItsSumInBinZero(int length)
        {
            short[] samples = new short[length];
            for (int n = 0; n < length; n++)
            {
                samples[n] = -32768;
            }

            long[] packed = Transform(samples);
            Assert.AreEqual((-32768L * length) << FractionBits, packed[0]);
            for (int k = 1; k < length; k++)
            {
                Assert.AreEqual(0L, packed[k], "bin");
            }
        }

        [TestMethod]
        public void Transform_Alternating_IsTheNyquistBin()
        {
            short[] samples = new short[256];
            for (int n = 0; n < 256; n++)
            {
                samples[n] = (short)((n & 1) == 0 ? 32767 : -32767);
            }

            long[] packed = Transform(samples);
            Assert.AreEqual(0L, packed[0]);
            Assert.AreEqual((32767L * 256) << FractionBits, packed[128]);
        }

        [TestMethod]
        public void Transform_Impulse_IsFlat()
        {
            short[] samples = new short[128];
            samples[0] = 20000;
            long[] packed = Transform(samples);
            for (int k = 0; k <= 64; k++)
            {
                Assert.AreEqual(20000, Counts(packed[k]), "real part");
            }

            for (int k = 65; k < 128; k++)
            {
                Assert.AreEqual(0, Counts(packed[k]), "imaginary part");
            }
        }

        private static long[] Transform(short[] samples)
        {
            long[] input = new long[samples.Length];
            for (int n = 0; n < input.Length; n++)
            {
                input[n] = (long)samples[n] << FractionBits;
            }

            long[] packed = new long[input.Length];
            SpectrumImplementations.Fft(input.Length).Transform(input, packed);
            return packed;
        }

        private static int Counts(long value)
        {
            return (int)((value + (1L << (FractionBits - 1))) >> FractionBits);
        }

        private static short[] Extreme(int length, int kind)
        {
            short[] samples = new short[length];
            for (int n = 0; n < length; n++)
            {
                bool isHigh = kind == 1 ? (n & 1) == 0 : kind == 2 ? n == 0 : n < length / 2;
                samples[n] = isHigh ? short.MaxValue : short.MinValue;
            }

            return samples;
        }

        private static int Sum(long[] values)
        {
            int sum = 0;
            for (int i = 0; i < values.Length; i++)
            {
                sum = unchecked((sum * 31) + ((int)values[i] ^ (int)(values[i] >> 32)));
            }

            return sum;
        }
    }
}
