namespace TinyEdge.Bundles
{
    /// <summary>
    /// Consistent overhead byte stuffing (Cheshire and Baker, IEEE/ACM Transactions on Networking 7(2), 1999): removes every
    /// zero byte from a frame at a cost of one byte in 254, so that zero can mark its ends.
    /// </summary>
    public static class Cobs
    {
        /// <summary>Most bytes that <paramref name="count"/> raw bytes can become.</summary>
        public static int MaxEncodedBytes(int count)
        {
            return count + (count / 254) + 1;
        }

        /// <summary>Encodes; the ranges must not overlap, and the target has room for <see cref="MaxEncodedBytes"/>.</summary>
        /// <returns>Bytes written.</returns>
        [HotPath]
        public static int Encode(byte[] raw, int offset, int count, byte[] encoded, int at)
        {
            int start = at;
            int codeAt = at++;
            int code = 1;
            for (int i = 0; i < count; i++)
            {
                byte value = raw[offset + i];
                if (value != 0)
                {
                    encoded[at++] = value;
                    code++;
                }

                bool isFull = code == 255;
                if (value == 0 || (isFull && i < count - 1))
                {
                    encoded[codeAt] = (byte)code;
                    codeAt = at++;
                    code = 1;
                }
            }

            encoded[codeAt] = (byte)code;
            return at - start;
        }

        /// <summary>Decodes in place.</summary>
        /// <returns>Raw bytes, now at the start of the range, or -1 when the bytes are no COBS frame.</returns>
        [HotPath]
        public static int DecodeInPlace(byte[] buffer, int offset, int count)
        {
            int from = offset;
            int end = offset + count;
            int to = offset;
            while (from < end)
            {
                int code = buffer[from++];
                if (code == 0 || code - 1 > end - from)
                {
                    return -1;
                }

                for (int i = 1; i < code; i++)
                {
                    byte value = buffer[from++];
                    if (value == 0)
                    {
                        return -1;
                    }

                    buffer[to++] = value;
                }

                if (code < 255 && from < end)
                {
                    buffer[to++] = 0;
                }
            }

            return count == 0 ? -1 : to - offset;
        }
    }
}
