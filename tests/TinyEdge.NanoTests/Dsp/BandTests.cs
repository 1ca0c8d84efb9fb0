using nanoFramework.TestFramework;
using TinyEdge.NanoTests.Generated;
using TinyEdge.Runtime.Dsp;

namespace TinyEdge.NanoTests.Dsp
{
    /// <summary>Bands, DCT and quantiser: sums of products, worked out by hand or in double precision.</summary>
    [TestClass]
    public class BandTests
    {
        [TestMethod]
        public void Bands_OverlappingTriangles_AreWeightedSums()
        {
            long[] power = new long[] { 5, 7, 1L << 47, 11, 13 };
            short[] ranges = new short[] { 0, 3, 2, 3, 0, 0 };
            short[] weights = new short[] { 8192, 16384, 1, 16384, 8192, 4096 };
            long[] energies = new long[3];
            energies[2] = 99;
            MelBands.Compute(power, ranges, weights, 3, energies);
            Assert.AreEqual((5L * 8192) + (7L * 16384) + (1L << 47), energies[0]);
            Assert.AreEqual((1L << 61) + (11L * 8192) + (13L * 4096), energies[1]);
            Assert.AreEqual(0L, energies[2]);
        }

        [TestMethod]
        public void Dct_OrthonormalMatrix_IsTheExactSum()
        {
            int[] values = new int[ExpectedDct.Coefficients];
            Dct.Compute(ExpectedDct.Logs(), ExpectedDct.Bands, ExpectedDct.Matrix(), ExpectedDct.Coefficients, values);
            Same.Int32(ExpectedDct.Values(), values, 0);
        }

        [TestMethod]
        public void Dct_Product_IsRoundedOnceHalfUp()
        {
            int[] output = new int[2];
            Dct.Compute(new int[] { 1, 1 }, 2, new short[] { 8192, 8192, -8192, -8192 }, 2, output);
            Assert.AreEqual(1, output[0]);
            Assert.AreEqual(0, output[1]);
        }

        [TestMethod]
        [DataRow(4096, 0, 16384, 12, 0, 127)]
        [DataRow(200, 0, 16384, 14, 0, 127)]
        [DataRow(-200, 0, 16384, 14, 0, -128)]
        [DataRow(100, 0, 16384, 14, -3, 97)]
        [DataRow(-100, 0, 16384, 14, -3, -103)]
        [DataRow(3, 0, 8192, 14, 0, 2)]
        [DataRow(-3, 0, 8192, 14, 0, -1)]
        [DataRow(-16777216, 16777216, 32767, 1, 0, -128)]
        [DataRow(5000, 4900, 0, 31, 7, 7)]
        public void Quantiser_OneFeature_IsRoundedHalfUpAndSaturated(int value, int offset, int multiplier, int shift, int zeroPoint, int expected)
        {
            sbyte[] output = new sbyte[3];
            FeatureQuantizer.Compute(
                new int[] { value }, 1, new int[] { 0, offset }, new short[] { 0, (short)multiplier }, 1, shift, zeroPoint, output, 2);
            Assert.AreEqual(expected, output[2]);
            Assert.AreEqual(0, output[0] | output[1]);
        }
    }
}
