using nanoFramework.TestFramework;
using TinyEdge.Kernels;
using TinyEdge.NanoTests.Generated;
using TinyEdge.Runtime.Dsp;
using TinyEdge.Runtime.Memory;

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

        /// <summary>Bands of none to twenty bins: each length of the straight-line code, and the loop before it.</summary>
        [TestMethod]
        public void BandLogs_EveryBandLength_IsTheLogarithmOfDoublePrecision()
        {
            int bands = ExpectedBands.Count;
            long[] power = Signal.Powers(129, 3);
            short[] weights = Signal.Weights(bands * (bands - 1) / 2, 4);
            short[] ranges = new short[2 * bands];
            for (int band = 0; band < bands; band++)
            {
                ranges[2 * band] = (short)(3 * band);
                ranges[(2 * band) + 1] = (short)band;
            }

            int[] logs = new int[bands];
            BandLogs.Compute(power, ranges, weights, bands, ExpectedBands.Bias, ExpectedBands.Floor, logs);

            // As Log2Tests: 0.5 of the expected value and 1.25 of ours are at most two units.
            Same.Int32(ExpectedBands.Logs(), logs, 2);

            long[] energies = new long[bands];
            int[] plain = new int[bands];
            MelBands.Compute(power, ranges, weights, bands, energies);
            Log2.Compute(energies, bands, ExpectedBands.Bias, ExpectedBands.Floor, plain);
            Same.Int32(plain, logs, 0);
        }

        /// <summary>Each way through the tree of comparisons: 2^bit exactly, and the numbers next to it with the bits of the plain chain.</summary>
        [TestMethod]
        public void BandLogs_EveryMagnitude_HasTheBitsOfThePlainChain()
        {
            short[] ranges = new short[] { 0, 1, 1, 2, 3, 2 };
            int[] logs = new int[3];
            int[] plain = new int[3];
            for (int bit = 1; bit < 63; bit++)
            {
                // A product reaches 2^62 as the largest power with the largest weight: 2^48 * 2^14.
                int weightBit = bit < 14 ? bit : 14;
                long top = 1L << (bit - weightBit);
                long[] power = new long[] { top, top, 1, top - 1, 1 };
                short weight = (short)(1 << weightBit);
                short[] weights = new short[] { weight, weight, 1, weight, (short)(weight - 1) };
                long[] energies = new long[] { 1L << bit, (1L << bit) + 1, (1L << bit) - 1 };
                BandLogs.Compute(power, ranges, weights, 3, 0, -1, logs);
                Assert.AreEqual(bit * 4096, logs[0]);
                Log2.Compute(energies, 3, 0, -1, plain);
                Same.Int32(plain, logs, 0);
            }
        }

        /// <summary>The folded product has the exact sums too; a matrix that is not symmetric is not folded.</summary>
        [TestMethod]
        public void DctKernel_SymmetricOrNot_IsTheExactSum()
        {
            CheckDct(ExpectedDct.Matrix(), ExpectedDct.Bands, ExpectedDct.Logs(), ExpectedDct.Values(), true);
            CheckDct(ExpectedDct.OddMatrix(), ExpectedDct.OddBands, ExpectedDct.OddLogs(), ExpectedDct.OddValues(), true);
            short[] matrix = ExpectedDct.Matrix();
            matrix[ExpectedDct.Bands]++;
            int[] values = new int[ExpectedDct.Coefficients];
            Dct.Compute(ExpectedDct.Logs(), ExpectedDct.Bands, matrix, ExpectedDct.Coefficients, values);
            CheckDct(matrix, ExpectedDct.Bands, ExpectedDct.Logs(), values, false);
        }

        private static void CheckDct(short[] matrix, int bands, int[] logs, int[] expected, bool isFolded)
        {
            // Only folded rows have arrays, of sums and of differences: the pool tells which it is.
            StaticPool pool = new StaticPool(2000);
            DctKernel kernel = DctKernel.TryRent(pool, matrix, bands, ExpectedDct.Coefficients);
            Assert.IsNotNull(kernel);
            Assert.AreEqual(isFolded, pool.TotalBytes > 8 * bands);
            int[] values = new int[ExpectedDct.Coefficients];
            kernel.Compute(logs, values);
            Same.Int32(expected, values, 0);
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
