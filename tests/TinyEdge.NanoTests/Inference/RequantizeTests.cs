using nanoFramework.TestFramework;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.NanoTests.Inference
{
    /// <summary>Requantisation and the fixed-point arithmetic of Softmax: worked out by hand or known from their definitions.</summary>
    [TestClass]
    public class RequantizeTests
    {
        /// <summary>floor(accumulator * multiplier / 2^shift + 1/2), by hand; 1073741824 is one half, 2^30.</summary>
        [TestMethod]
        [DataRow(0, 1073741824, 31, 0)]
        [DataRow(1, 1073741824, 31, 1)]
        [DataRow(-1, 1073741824, 31, 0)]
        [DataRow(3, 1073741824, 31, 2)]
        [DataRow(-3, 1073741824, 31, -1)]
        [DataRow(-5, 1073741824, 32, -1)]
        [DataRow(2147483647, 1073741824, 31, 1073741824)]
        [DataRow(-2147483648, 1073741824, 31, -1073741824)]
        [DataRow(2147483647, 2147483647, 62, 1)]
        [DataRow(-2147483648, 2147483647, 62, -1)]
        [DataRow(1000, 1610612736, 31, 750)]
        [DataRow(12345, 0, 40, 0)]
        [DataRow(100, 1073741824, 30, 100)]
        public void Apply_ByHand_RoundsOnceHalfUp(int accumulator, int multiplier, int rightShift, int expected)
        {
            Assert.AreEqual((long)expected, Requantize.Apply(accumulator, multiplier, rightShift));
        }

        [TestMethod]
        public void Apply_LargestMultiplierAndShift_DoesNotOverflow()
        {
            // (2^31 - 1)^2 / 2, and -2^31 * (2^31 - 1) / 2, each plus one half.
            Assert.AreEqual(2305843007066210305L, Requantize.Apply(int.MaxValue, int.MaxValue, 1));
            Assert.AreEqual(-2305843008139952128L, Requantize.Apply(int.MinValue, int.MaxValue, 1));
        }

        /// <summary>Halves away from zero.</summary>
        [TestMethod]
        [DataRow(5, 1, 3)]
        [DataRow(-5, 1, -3)]
        [DataRow(6, 2, 2)]
        [DataRow(-6, 2, -2)]
        [DataRow(7, 0, 7)]
        [DataRow(-2147483648, 31, -1)]
        public void RoundingShiftRight_ByHand_RoundsHalvesAwayFromZero(int value, int exponent, int expected)
        {
            Assert.AreEqual(expected, FixedPoint.RoundingShiftRight(value, exponent));
        }

        /// <summary>Halves towards plus infinity, as gemmlowp's SaturatingRoundingDoublingHighMul has it.</summary>
        [TestMethod]
        [DataRow(1073741824, 1073741824, 536870912)]
        [DataRow(1073741824, 1, 1)]
        [DataRow(-1073741824, 1, 0)]
        [DataRow(-1073741825, 1, -1)]
        [DataRow(-2147483648, 2147483647, -2147483647)]
        public void MultiplyHigh_ByHand_RoundsHalvesUp(int a, int b, int expected)
        {
            Assert.AreEqual(expected, FixedPoint.MultiplyHigh(a, b));
        }

        /// <summary>
        /// exp of 0, -1/4, -1/2, -1, -2, -4, -8 and -16 in Q31 (Abramowitz and Stegun, table 4.4). The polynomial is good to 2^-22 of full
        /// scale, 512 units, as its authors say of it; twice that is granted.
        /// </summary>
        [TestMethod]
        [DataRow(0, 2147483647)]
        [DataRow(-16777216, 1672461947)]
        [DataRow(-33554432, 1302514674)]
        [DataRow(-67108864, 790015084)]
        [DataRow(-134217728, 290630308)]
        [DataRow(-268435456, 39332535)]
        [DataRow(-536870912, 720401)]
        [DataRow(-1073741824, 242)]
        public void ExpOfNegative_PublishedValues_IsClose(int x, int expected)
        {
            int difference = FixedPoint.ExpOfNegative(x) - expected;
            Assert.IsTrue(difference >= -1024 && difference <= 1024, "difference " + difference.ToString());
        }

        /// <summary>1, 2/3, 1/2 in Q31.</summary>
        [TestMethod]
        [DataRow(0, 2147483647)]
        [DataRow(1073741824, 1431655765)]
        [DataRow(2147483647, 1073741824)]
        public void ReciprocalOfOnePlus_ByHand_IsClose(int x, int expected)
        {
            int difference = FixedPoint.ReciprocalOfOnePlus(x) - expected;
            Assert.IsTrue(difference >= -64 && difference <= 64, "difference " + difference.ToString());
        }
    }
}
