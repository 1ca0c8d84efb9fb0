using nanoFramework.TestFramework;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.NanoTests.Inference
{
    /// <summary>The plain kernels, small enough to be checked with a pencil. Real multiplier 1/2 throughout: 2^30 / 2^31.</summary>
    [TestClass]
    public class ReferenceKernelTests
    {
        private const int Half = 1 << 30;

        [TestMethod]
        public void FullyConnected_TwoOutputs_IsMatrixTimesVector()
        {
            sbyte[] output = new sbyte[3];
            FullyConnected.Reference(
                new sbyte[] { 99, 1, 2, -3 }, 1, 3, -1, new sbyte[] { 1, 2, 3, -4, 5, 6 }, new int[] { 10, -1 }, new int[] { Half }, new sbyte[] { 31 }, 0,
                output, 1, 2, 5, -128, 127);

            // (10 + 2*1 + 3*2 - 2*3) / 2 = 6; (-1 - 2*4 + 3*5 - 2*6) / 2 = -3; each plus 5.
            Assert.AreEqual(0, (int)output[0]);
            Assert.AreEqual(11, (int)output[1]);
            Assert.AreEqual(2, (int)output[2]);
        }

        [TestMethod]
        public void FullyConnected_OutOfRange_ClampsToTheActivation()
        {
            sbyte[] output = new sbyte[2];
            FullyConnected.Reference(
                new sbyte[] { 100 }, 0, 1, 0, new sbyte[] { 100, -100 }, new int[2], new int[] { Half, Half }, new sbyte[] { 31, 31 }, 1,
                output, 0, 2, 0, -7, 90);
            Assert.AreEqual(90, (int)output[0]);
            Assert.AreEqual(-7, (int)output[1]);
        }

        [TestMethod]
        public void Conv2D_SamePadding_CountsOutsideAsZeroPoint()
        {
            // 2 x 2 input, 3 x 3 kernel of ones, padding 1: each output sees all four values.
            sbyte[] weights = new sbyte[] { 1, 1, 1, 1, 1, 1, 1, 1, 1 };
            sbyte[] output = new sbyte[4];
            Conv2D.Reference(
                new sbyte[] { 10, 20, 30, 40 }, 0, 5, Geometry(2, 1, 2, 1, 3, 1, 1, 1), weights, new int[1], new int[] { Half }, new sbyte[] { 31 }, 0,
                output, 0, 0, -128, 127);
            Same.Int8(new sbyte[] { 40, 40, 40, 40 }, output, 0, 0);
        }

        [TestMethod]
        public void DepthwiseConv2D_MultiplierTwo_ReadsItsOwnChannel()
        {
            // 1 x 1 kernel, two channels in, four out: channel o reads o / 2.
            sbyte[] output = new sbyte[4];
            DepthwiseConv2D.Reference(
                new sbyte[] { 10, -20 }, 0, 0, Geometry(1, 2, 1, 4, 1, 1, 1, 0), new sbyte[] { 1, 2, 3, 4 }, new int[4], new int[] { Half }, new sbyte[] { 31 }, 0,
                output, 0, 0, -128, 127);
            Same.Int8(new sbyte[] { 5, 10, -30, -40 }, output, 0, 0);
        }

        [TestMethod]
        public void AveragePool2D_Halves_RoundAwayFromZero()
        {
            sbyte[] output = new sbyte[1];
            int[] geometry = Geometry(2, 1, 1, 1, 2, 1, 1, 0);
            AveragePool2D.Reference(new sbyte[] { 1, 2, 2, 1 }, 0, geometry, output, 0, -128, 127);
            Assert.AreEqual(2, (int)output[0]);
            AveragePool2D.Reference(new sbyte[] { -1, -2, -2, -1 }, 0, geometry, output, 0, -128, 127);
            Assert.AreEqual(-2, (int)output[0]);
            AveragePool2D.Reference(new sbyte[] { -128, -128, -128, -128 }, 0, geometry, output, 0, -128, 127);
            Assert.AreEqual(-128, (int)output[0]);
        }

        [TestMethod]
        public void MaxPool2D_Padding_DoesNotCount()
        {
            sbyte[] output = new sbyte[4];
            MaxPool2D.Reference(new sbyte[] { -100, -90, -80, -70 }, 0, Geometry(2, 1, 2, 1, 2, 1, 1, 1), output, 0, -128, 127);
            Same.Int8(new sbyte[] { -100, -90, -80, -70 }, output, 0, 0);
        }

        [TestMethod]
        public void Logistic_Table_IsIndexedFromMinus128()
        {
            sbyte[] table = new sbyte[256];
            table[0] = 1;
            table[128] = 2;
            table[255] = 3;
            sbyte[] output = new sbyte[3];
            Logistic.Reference(new sbyte[] { -128, 0, 127 }, 0, 3, table, output, 0);
            Same.Int8(new sbyte[] { 1, 2, 3 }, output, 0, 0);
        }

        [TestMethod]
        public void Softmax_EqualInputs_ShareTheProbability()
        {
            // Four classes: 256 / 4 - 128 = -64, whatever the input and its scale.
            sbyte[] output = new sbyte[4];
            Softmax.Reference(new sbyte[] { 77, 77, 77, 77 }, 0, 4, 4, Half, 20, output, 0);
            Same.Int8(new sbyte[] { -64, -64, -64, -64 }, output, 0, 0);
        }

        /// <summary>Square input, kernel, output; the same stride both ways, dilation 1.</summary>
        private static int[] Geometry(int input, int inputChannels, int output, int outputChannels, int kernel, int stride, int dilation, int pad)
        {
            return new int[]
            {
                input, input, inputChannels, output, output, outputChannels, kernel, kernel, stride, stride, dilation, dilation, pad, pad,
            };
        }
    }
}
