namespace TinyEdge.Bundles
{
    /// <summary>
    /// Layout of a keyring: the whole set of keys that holds from its epoch on, signed by a key of the set before and by a key of its own.
    /// SPEC.md has the picture. One keyring fits into 4 KB, the parser's block and one block of flash.
    /// </summary>
    public static class KeyringFormat
    {
        /// <summary>"TEKR" read as a little-endian integer.</summary>
        public const int Magic = 0x524B4554;

        public const int Format = 1;

        public const int HeaderSize = 32;

        /// <summary>Most ids in the list of revoked keys.</summary>
        public const int MaxRevoked = 4;

        /// <summary>Signatures, then the CRC-32 of everything before it.</summary>
        public const int TrailerSize = (2 * RsaPssVerifier.SignatureSize) + CrcSize;

        public const int CrcSize = 4;

        /// <summary>One key, nothing revoked.</summary>
        public const int MinSize = HeaderSize + PublicKey.RecordSize + TrailerSize;

        /// <summary>Every place taken: 3,988 bytes.</summary>
        public const int MaxSize = HeaderSize + (MaxRevoked * PublicKey.KeyIdSize) + (KeyRing.Capacity * PublicKey.RecordSize) + TrailerSize;

        public const int FormatOffset = 4;
        public const int EpochOffset = 6;
        public const int KeyCountOffset = 8;
        public const int RevokedCountOffset = 9;
        public const int ReservedOffset = 10;
        public const int ReservedSize = 6;

        /// <summary>Id of the key of the set before that made the first signature.</summary>
        public const int OldSignerOffset = 16;

        /// <summary>Id of the key of this set that made the second.</summary>
        public const int NewSignerOffset = 24;

        /// <summary>
        /// What is hashed before the signed bytes, so that no signature of a bundle is one of a keyring. Its 32 bytes are ASCII.
        /// </summary>
        public const string Domain = "TinyEdge keyring signature v1...";

        public const int DomainSize = 32;

        /// <summary>Where the records begin.</summary>
        public static int KeysOffset(int revoked)
        {
            return HeaderSize + (revoked * PublicKey.KeyIdSize);
        }

        /// <summary>Bytes that the signatures cover, from the first on.</summary>
        public static int SignedSize(int keys, int revoked)
        {
            return KeysOffset(revoked) + (keys * PublicKey.RecordSize);
        }

        /// <summary>Checks what can be told from the header and the length alone.</summary>
        /// <param name="header">Holds the 32 bytes.</param>
        /// <param name="at">Where they begin.</param>
        /// <param name="length">Bytes of the whole keyring.</param>
        /// <returns>Ok, KeyringWithoutKeys or BadKeyring.</returns>
        public static ResultCode CheckHeader(byte[] header, int at, int length)
        {
            int keys = header[at + KeyCountOffset];
            int revoked = header[at + RevokedCountOffset];
            if (LittleEndian.ReadInt32(header, at) != Magic
                || LittleEndian.ReadUInt16(header, at + FormatOffset) != Format
                || LittleEndian.ReadUInt16(header, at + EpochOffset) == 0
                || keys > KeyRing.Capacity
                || revoked > MaxRevoked
                || !ByteRange.IsZero(header, at + ReservedOffset, ReservedSize)
                || length != SignedSize(keys, revoked) + TrailerSize)
            {
                return ResultCode.BadKeyring;
            }

            return keys == 0 ? ResultCode.KeyringWithoutKeys : ResultCode.Ok;
        }

        /// <summary>Whether one id comes before another: big-endian numbers without a sign.</summary>
        public static bool IsAscending(byte[] left, int leftOffset, byte[] right, int rightOffset)
        {
            for (int i = 0; i < PublicKey.KeyIdSize; i++)
            {
                int difference = left[leftOffset + i] - right[rightOffset + i];
                if (difference != 0)
                {
                    return difference < 0;
                }
            }

            return false;
        }
    }
}
