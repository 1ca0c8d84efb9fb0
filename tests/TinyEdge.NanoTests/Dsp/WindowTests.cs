using nanoFramework.TestFramework;
using TinyEdge.NanoTests.Generated;
using TinyEdge.Runtime.Dsp;

namespace TinyEdge.NanoTests.Dsp
{
    /// <summary>Mean and tapers.</summary>
    [TestClass]
    public class WindowTests
    {
        /// <summary>Q14 units: 0.3 of the interpolated cosine at half its depth, and one rounding on each side.</summary>
        private const int TaperTolerance = 1;

        [TestMethod]
        [DataRow(1234, 1234, 1234, 1234, 315904)]
        [DataRow(2, 0, 0, 0, 128)]
        [DataRow(32767, 32767, 32767, 32767, 8388352)]
        [DataRow(-32768, -32768, -32768, -32768, -8388608)]
        [DataRow(-1, 0, 0, 0, -64)]
        public void Mean_OfFour_IsExactIn256ths(int a, int b, int c, int d, int expected)
        {
            short[] samples = new short[64];
            samples[0] = (short)a;
            samples[1] = (short)b;
            samples[2] = (short)c;
            samples[3] = (short)d;
            Assert.AreEqual(expected, WindowMean.Compute(samples, 4));
        }

        [TestMethod]
        public void Mean_BetweenUnits_IsRoundedAwayFromZero()
        {
            // 2/3 = 170.7 / 256.
            short[] samples = new short[64];
            samples[0] = 2;
            Assert.AreEqual(171, WindowMean.Compute(samples, 3));
            samples[0] = -2;
            Assert.AreEqual(-171, WindowMean.Compute(samples, 3));
        }

        /// <summary>The nearest 256th of sum / count, whichever code adds: 2 |mean * count - 256 sum| is at most the count.</summary>
        [TestMethod]
        [DataRow(64, 64)]
        [DataRow(64, 33)]
        [DataRow(128, 100)]
        [DataRow(256, 256)]
        [DataRow(512, 400)]
        public void Mean_NoiseOfEveryLength_IsTheNearest(int fftLength, int count)
        {
            short[] samples = new short[fftLength];
            System.Array.Copy(Signal.Noise(count, count, 0), 0, samples, 0, count);
            long sum = 0;
            for (int n = 0; n < count; n++)
            {
                samples[n] = (short)(samples[n] - 77);
                sum += samples[n];
            }

            long twice = 2 * (((long)WindowMean.Compute(samples, count) * count) - (256 * sum));
            Assert.IsTrue(twice <= count && twice >= -count, "mean");
        }

        [TestMethod]
        public void Fill_RectangularAndHalved_AreConstants()
        {
            short[] window = new short[9];
            WindowTable.Fill(window, 8, WindowType.Rectangular, false);
            Same.Int16(new short[] { 16384, 16384, 16384, 16384, 16384, 16384, 16384, 16384, 0 }, window);
            WindowTable.Fill(window, 8, WindowType.Rectangular, true);
            Same.Int16(new short[] { 8192, 8192, 8192, 8192, 8192, 8192, 8192, 8192, 0 }, window);
        }

        [TestMethod]
        [DataRow(1, 64)]
        [DataRow(1, 200)]
        [DataRow(2, 400)]
        public void Fill_Taper_IsThatOfDoublePrecision(int type, int length)
        {
            short[] window = new short[length];
            WindowTable.Fill(window, length, (WindowType)type, false);
            short[] expected = ExpectedTapers.Of((1000 * type) + length);
            for (int n = 0; n < expected.Length; n++)
            {
                int difference = window[n] - expected[n];
                Assert.IsTrue(difference >= -TaperTolerance && difference <= TaperTolerance, "sample");
            }
        }
    }
}
