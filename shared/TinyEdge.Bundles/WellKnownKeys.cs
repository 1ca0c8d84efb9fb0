namespace TinyEdge.Bundles
{
    /// <summary>
    /// Keys of the one size and exponent there is here whose private half is published: whoever trusts one of them trusts everybody.
    /// Release devices refuse them whatever a firmware pins. Ids as two big-endian words, compared in code, so that they take no heap.
    /// </summary>
    public static class WellKnownKeys
    {
        /// <summary>Whether the key with the 8-byte id at an offset is one of them.</summary>
        public static bool Contains(byte[] keyId, int offset)
        {
            uint low = ReadWord(keyId, offset + 4);
            switch (ReadWord(keyId, offset))
            {
                // The keys of this repository's tests.
                case 0x0F58DE3C:
                    return low == 0x14ED2C99;
                case 0x7039714C:
                    return low == 0x93BAEABA;
                case 0x743DDB4F:
                    return low == 0x0E8E3537;

                // Those that the fault campaigns sign with.
                case 0x9FE1C814:
                    return low == 0x4C273D62;
                case 0x77B7F8B4:
                    return low == 0x6377C606;

                // The RSA-3072 test keys of esptool, with which people try Secure Boot v2.
                case 0x7351BD52:
                    return low == 0xC3933B5E;
                case 0xB70A376B:
                    return low == 0x38D5067C;
                case 0x139579F5:
                    return low == 0x2201DEE4;
                default:
                    return false;
            }
        }

        private static uint ReadWord(byte[] bytes, int offset)
        {
            return ((uint)bytes[offset] << 24) | ((uint)bytes[offset + 1] << 16) | ((uint)bytes[offset + 2] << 8) | bytes[offset + 3];
        }
    }
}
