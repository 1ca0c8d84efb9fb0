using nanoFramework.TestFramework;
using TinyEdge.NanoTests.Generated;
using TinyEdge.Runtime.Dsp;

namespace TinyEdge.NanoTests.Dsp
{
    /// <summary>log2 in Q12 against double precision; its own documentation promises 1.25 units.</summary>
    [TestClass]
    public class Log2Tests
    {
        [TestMethod]
        public void OfPositive_PowersOfTwo_AreExact()
        {
            for (int bit = 0; bit < 63; bit++)
            {
                Assert.AreEqual(bit * Log2.One, Log2.OfPositive(1L << bit));
            }
        }

        [TestMethod]
        public void OfPositive_EveryMagnitude_IsThatOfDoublePrecision()
        {
            long[] values = ExpectedLogs.Values();
            int[] expected = ExpectedLogs.Logs();
            int[] actual = new int[values.Length];
            for (int i = 0; i < values.Length; i++)
            {
                actual[i] = Log2.OfPositive(values[i]);
            }

            // Both sides are rounded: 0.5 of the expected value and 1.25 of ours are at most two units.
            Same.Int32(expected, actual, 2);
        }

        [TestMethod]
        public void Compute_BiasAndFloor_AreApplied()
        {
            long[] energies = new long[4];
            energies[1] = 1;
            energies[2] = 1L << 40;
            energies[3] = 1L << 62;
            int[] logs = new int[4];
            Log2.Compute(energies, 4, -14 * Log2.One, -Log2.One, logs);
            Assert.AreEqual(-4096, logs[0]);
            Assert.AreEqual(-4096, logs[1]);
            Assert.AreEqual(26 * 4096, logs[2]);
            Assert.AreEqual(48 * 4096, logs[3]);
        }
    }
}
