using nanoFramework.TestFramework;
using TinyEdge.Bundles;

namespace TinyEdge.NanoTests
{
    /// <summary>Result codes, and arrays element by element; the message says where they part.</summary>
    internal static class Same
    {
        /// <summary>By number, which is what a device would report.</summary>
        public static void Code(ResultCode expected, ResultCode actual)
        {
            Assert.AreEqual((int)expected, (int)actual, "code");
        }

        public static void Bytes(byte[] expected, byte[] actual)
        {
            Assert.AreEqual(expected.Length, actual.Length, "length");
            for (int i = 0; i < expected.Length; i++)
            {
                if (expected[i] != actual[i])
                {
                    Assert.AreEqual(expected[i], actual[i], "at " + i.ToString());
                }
            }
        }

        public static void Int8(sbyte[] expected, sbyte[] actual, int offset, int tolerance)
        {
            for (int i = 0; i < expected.Length; i++)
            {
                Near(expected[i], actual[offset + i], tolerance, i);
            }
        }

        public static void Int16(short[] expected, short[] actual)
        {
            for (int i = 0; i < expected.Length; i++)
            {
                Near(expected[i], actual[i], 0, i);
            }
        }

        public static void Int32(int[] expected, int[] actual, int tolerance)
        {
            for (int i = 0; i < expected.Length; i++)
            {
                Near(expected[i], actual[i], tolerance, i);
            }
        }

        private static void Near(int expected, int actual, int tolerance, int index)
        {
            int difference = actual - expected;
            if (difference > tolerance || difference < -tolerance)
            {
                Assert.AreEqual(expected, actual, "at " + index.ToString());
            }
        }
    }
}
