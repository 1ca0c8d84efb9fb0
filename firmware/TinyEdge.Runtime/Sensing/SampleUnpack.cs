using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Sensing
{
    /// <summary>Bytes of a sensor's FIFO to int16 at any place of the array: the reference of <see cref="BurstUnpack"/>.</summary>
    internal static class SampleUnpack
    {
        /// <param name="raw">(2 * count) bytes, high byte first, from 0 on.</param>
        /// <param name="values">Receives count values from <paramref name="at"/> on.</param>
        /// <param name="at">Index of the first value.</param>
        /// <param name="count">Values, 0 or more.</param>
        [HotPath]
        public static void BigEndian(byte[] raw, short[] values, int at, int count)
        {
            int i = 0;
            int end = at + count;
            while (at < end)
            {
                values[at] = (short)((raw[i] << 8) | raw[i + 1]);
                i += 2;
                at++;
            }
        }
    }
}
