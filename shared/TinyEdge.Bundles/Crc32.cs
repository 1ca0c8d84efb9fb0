namespace TinyEdge.Bundles
{
    /// <summary>
    /// CRC-32 (ISO-HDLC: reflected polynomial 0xEDB88320, initial value and final XOR 0xFFFFFFFF; check value of
    /// "123456789" is 0xCBF43926). Guards against line noise and torn writes only, never against an attacker. Works on a
    /// nibble at a time so that its table is 16 constants and not a kilobyte of RAM.
    /// </summary>
    public static class Crc32
    {
        /// <summary>State before the first byte.</summary>
        public const uint Initial = 0xFFFFFFFF;

        private static readonly uint[] s_nibble =
        {
            0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
            0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
        };

        /// <summary>CRC-32 of a whole range.</summary>
        public static uint Compute(byte[] buffer, int offset, int count)
        {
            return Finish(Append(Initial, buffer, offset, count));
        }

        /// <summary>Feeds bytes into a running state that began as <see cref="Initial"/>.</summary>
        [HotPath]
        public static uint Append(uint state, byte[] buffer, int offset, int count)
        {
            uint[] table = s_nibble;
            int end = offset + count;
            for (int i = offset; i < end; i++)
            {
                state ^= buffer[i];
                state = (state >> 4) ^ table[state & 15];
                state = (state >> 4) ^ table[state & 15];
            }

            return state;
        }

        /// <summary>Turns a running state into the CRC.</summary>
        public static uint Finish(uint state)
        {
            return state ^ 0xFFFFFFFF;
        }
    }
}
