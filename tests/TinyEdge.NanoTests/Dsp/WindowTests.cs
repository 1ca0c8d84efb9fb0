using nanoFramework.TestFramework;
using TinyEdge.NanoTests.Generated;
using TinyEdge.Runtime.Dsp;

namespace TinyEdge.NanoTests.Dsp
{
    /// <summary>Block scale, tapers and how a window is dealt into the FFT.</summary>
    [TestClass]
    public class WindowTests
    {
        /// <summary>Q15 units: 0.6 of the interpolated cosine at half its depth, and one rounding on each side.</summary>
        private const int TaperTolerance = 1;

        [TestMethod]
        public void Normalize_Constant_IsSilence()
        {
            short[] samples = new short[] { 1234, 1234, 1234, 1234 };
            Assert.AreEqual(BlockScale.Silence, BlockScale.Normalize(samples, 4, true));
        }

        [TestMethod]
        public void Normalize_SmallSignalOnOffset_UsesFifteenBits()
        {
            // Mean 4096, so that -2, 0, 0, 2 remain; 2 * 2^13 = 16384 is the largest power that fits.
            short[] samples = new short[] { 4094, 4096, 4096, 4098 };
            Assert.AreEqual(-13, BlockScale.Normalize(samples, 4, true));
            Same.Int16(new short[] { -16384, 0, 0, 16384 }, samples);
        }

        [TestMethod]
        public void Normalize_FullScaleBothWays_LosesOneBit()
        {
            short[] samples = new short[] { -32768, 32767, -32768, 32767 };
            int exponent = BlockScale.Normalize(samples, 4, true);
            Assert.AreEqual(1, exponent);
            Same.Int16(new short[] { -16384, 16384, -16384, 16384 }, samples);
        }

        [TestMethod]
        public void Normalize_MeanBetweenCounts_IsRounded()
        {
            // Mean 2/3 = 170.7 / 256, rounded to 171; (512 - 171) * 2^6 = 21824.
            short[] samples = new short[] { 2, 0, 0 };
            Assert.AreEqual(-14, BlockScale.Normalize(samples, 3, true));
            Same.Int16(new short[] { 21824, -10944, -10944 }, samples);
        }

        [TestMethod]
        public void Normalize_MeanKept_OnlyScales()
        {
            short[] samples = new short[] { 100, 50, -25 };
            Assert.AreEqual(-8, BlockScale.Normalize(samples, 3, false));
            Same.Int16(new short[] { 25600, 12800, -6400 }, samples);
        }

        [TestMethod]
        [DataRow(1, 64)]
        [DataRow(1, 200)]
        [DataRow(2, 400)]
        public void Fill_Taper_IsThatOfDoublePrecision(int type, int length)
        {
            short[] window = new short[length];
            WindowTable.Fill(window, length, (WindowType)type);
            short[] expected = ExpectedTapers.Of((1000 * type) + length);
            for (int n = 0; n < expected.Length; n++)
            {
                int difference = window[n] - expected[n];
                Assert.IsTrue(difference >= -TaperTolerance && difference <= TaperTolerance, "sample");
            }
        }

        [TestMethod]
        public void Apply_OddLength_DealsAndPads()
        {
            int[] even = new int[] { 9, 9, 9, 9 };
            int[] odd = new int[] { 9, 9, 9, 9 };
            WindowKernel.Apply(new short[] { 1, 2, 3, 4, 5 }, null, 5, even, odd, 4);
            Same.Int32(new int[] { 1, 3, 5, 0 }, even, 0);
            Same.Int32(new int[] { 2, 4, 0, 0 }, odd, 0);
        }

        [TestMethod]
        public void Apply_Taper_RoundsEachProduct()
        {
            int[] even = new int[2];
            int[] odd = new int[2];
            WindowKernel.Apply(new short[] { 3, -3, 32767, -32768 }, new short[] { 16384, 16384, 32767, 32767 }, 4, even, odd, 2);
            Same.Int32(new int[] { 2, 32766 }, even, 0);
            Same.Int32(new int[] { -1, -32767 }, odd, 0);
        }
    }
}
