using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Sensing
{
    /// <summary>Bytes of a sensor's FIFO to int16, twelve values a turn (four samples of three axes).</summary>
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
            int last = end - 12;
            while (at <= last)
            {
                values[at] = (short)((raw[i] << 8) | raw[i + 1]);
                values[at + 1] = (short)((raw[i + 2] << 8) | raw[i + 3]);
                values[at + 2] = (short)((raw[i + 4] << 8) | raw[i + 5]);
                values[at + 3] = (short)((raw[i + 6] << 8) | raw[i + 7]);
                values[at + 4] = (short)((raw[i + 8] << 8) | raw[i + 9]);
                values[at + 5] = (short)((raw[i + 10] << 8) | raw[i + 11]);
                values[at + 6] = (short)((raw[i + 12] << 8) | raw[i + 13]);
                values[at + 7] = (short)((raw[i + 14] << 8) | raw[i + 15]);
                values[at + 8] = (short)((raw[i + 16] << 8) | raw[i + 17]);
                values[at + 9] = (short)((raw[i + 18] << 8) | raw[i + 19]);
                values[at + 10] = (short)((raw[i + 20] << 8) | raw[i + 21]);
                values[at + 11] = (short)((raw[i + 22] << 8) | raw[i + 23]);
                i += 24;
                at += 12;
            }

            while (at < end)
            {
                values[at] = (short)((raw[i] << 8) | raw[i + 1]);
                i += 2;
                at++;
            }
        }
    }
}
