namespace TinyEdge.Bundles
{
    /// <summary>
    /// CRC-32 (ISO-HDLC: reflected polynomial 0xEDB88320, initial value and final XOR 0xFFFFFFFF; check value of
    /// "123456789" is 0xCBF43926). Guards against line noise and torn writes only, never against an attacker. Three
    /// bytes are worked in as four times six bits: two thirds of the instructions of nibbles, and no kilobyte of table.
    /// </summary>
    public static class Crc32
    {
        /// <summary>State before the first byte.</summary>
        public const uint Initial = 0xFFFFFFFF;

        private const uint Polynomial = 0xEDB88320;

        // The state that six bits leave behind: 276 bytes of RAM on the device.
        private static readonly uint[] s_sixBits =
        {
            0x00000000, 0x076DC419, 0x0EDB8832, 0x09B64C2B, 0x1DB71064, 0x1ADAD47D, 0x136C9856, 0x14015C4F,
            0x3B6E20C8, 0x3C03E4D1, 0x35B5A8FA, 0x32D86CE3, 0x26D930AC, 0x21B4F4B5, 0x2802B89E, 0x2F6F7C87,
            0x76DC4190, 0x71B18589, 0x7807C9A2, 0x7F6A0DBB, 0x6B6B51F4, 0x6C0695ED, 0x65B0D9C6, 0x62DD1DDF,
            0x4DB26158, 0x4ADFA541, 0x4369E96A, 0x44042D73, 0x5005713C, 0x5768B525, 0x5EDEF90E, 0x59B33D17,
            0xEDB88320, 0xEAD54739, 0xE3630B12, 0xE40ECF0B, 0xF00F9344, 0xF762575D, 0xFED41B76, 0xF9B9DF6F,
            0xD6D6A3E8, 0xD1BB67F1, 0xD80D2BDA, 0xDF60EFC3, 0xCB61B38C, 0xCC0C7795, 0xC5BA3BBE, 0xC2D7FFA7,
            0x9B64C2B0, 0x9C0906A9, 0x95BF4A82, 0x92D28E9B, 0x86D3D2D4, 0x81BE16CD, 0x88085AE6, 0x8F659EFF,
            0xA00AE278, 0xA7672661, 0xAED16A4A, 0xA9BCAE53, 0xBDBDF21C, 0xBAD03605, 0xB3667A2E, 0xB40BBE37,
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
            uint[] table = s_sixBits;
            int end = offset + count;
            int i = offset;
            for (; i < end - 2; i += 3)
            {
                state ^= (uint)(buffer[i] | (buffer[i + 1] << 8) | (buffer[i + 2] << 16));
                state = (state >> 6) ^ table[state & 63];
                state = (state >> 6) ^ table[state & 63];
                state = (state >> 6) ^ table[state & 63];
                state = (state >> 6) ^ table[state & 63];
            }

            for (; i < end; i++)
            {
                state ^= buffer[i];
                for (int bit = 0; bit < 8; bit++)
                {
                    state = (state >> 1) ^ (Polynomial & (0 - (state & 1)));
                }
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
