using System;

namespace TinyEdge.Bundles
{
    /// <summary>
    /// A pinned RSA-3072 key (e = 65537) with the constant that spares the device the long division: R^2 mod n for R = 2^3080.
    /// Immutable. Whether R^2 belongs to the modulus is proved by <see cref="RsaPssVerifier"/> before it is used. A device holds no
    /// such objects: it has the records where they are (<see cref="IKeySource"/>) and fetches one when a signature names it.
    /// </summary>
    public sealed class PublicKey
    {
        /// <summary>Bytes of the modulus (RSA-3072).</summary>
        public const int ModulusSize = 384;

        /// <summary>Bytes of a key id: the first of SHA-256 over the big-endian modulus.</summary>
        public const int KeyIdSize = 8;

        /// <summary>Bytes of the pinned-key record; SPEC.md has its layout.</summary>
        public const int RecordSize = ModulusOffset + (2 * ModulusSize) + 4;

        /// <summary>"TEK1" read as a little-endian integer.</summary>
        public const int Magic = 0x314B4554;

        /// <summary>Algorithm number: RSA-3072, PSS, SHA-256, salt 32, e = 65537.</summary>
        public const int AlgorithmRsaPss3072 = 1;

        /// <summary>Flag: a key whose private half is not guarded; release devices refuse it.</summary>
        public const int FlagDevelopment = 1;

        /// <summary>Where in a record the key id is.</summary>
        public const int KeyIdOffset = 8;

        internal const int ModulusOffset = 16;
        internal const int RSquaredOffset = ModulusOffset + ModulusSize;
        internal const int CrcOffset = RSquaredOffset + ModulusSize;

        private const int AlgorithmOffset = 4;
        private const int FlagsOffset = 6;

        private readonly byte[] _record;

        private PublicKey(byte[] record)
        {
            _record = record;
        }

        public bool IsDevelopment
        {
            get { return IsDevelopmentRecord(_record, 0); }
        }

        /// <summary>The record; not to be changed.</summary>
        internal byte[] Record
        {
            get { return _record; }
        }

        /// <summary>
        /// Reads a pinned-key record and keeps a copy. Checked: length, magic, algorithm, flags, CRC, key id against the
        /// modulus, modulus odd and of exactly 3072 bits.
        /// </summary>
        /// <returns>Ok, Truncated, UnsupportedAlgorithm or BadKey.</returns>
        public static ResultCode TryParse(byte[] buffer, int offset, int count, out PublicKey key)
        {
            key = null;
            if (buffer == null || offset < 0 || offset > buffer.Length || count < RecordSize || count > buffer.Length - offset)
            {
                return ResultCode.Truncated;
            }

            byte[] record = new byte[RecordSize];
            Array.Copy(buffer, offset, record, 0, RecordSize);
            ResultCode code = CheckRecord(record, 0, new Sha256(), new byte[Sha256.DigestSize], 0);
            if (code == ResultCode.Ok)
            {
                key = new PublicKey(record);
            }

            return code;
        }

        /// <summary>Whether this key has the id at <paramref name="offset"/>.</summary>
        public bool HasId(byte[] keyId, int offset)
        {
            return ByteRange.AreEqual(_record, KeyIdOffset, keyId, offset, KeyIdSize);
        }

        /// <summary>Copies the 8 bytes of the key id.</summary>
        public void CopyId(byte[] destination, int offset)
        {
            Array.Copy(_record, KeyIdOffset, destination, offset, KeyIdSize);
        }

        /// <summary>Copies the record, 788 bytes.</summary>
        public void CopyRecord(byte[] destination, int offset)
        {
            Array.Copy(_record, 0, destination, offset, RecordSize);
        }

        /// <summary>Whether the record at an offset is marked as a development key.</summary>
        internal static bool IsDevelopmentRecord(byte[] buffer, int offset)
        {
            return (LittleEndian.ReadUInt16(buffer, offset + FlagsOffset) & FlagDevelopment) != 0;
        }

        /// <summary>Whether the CRC of the record at an offset holds: what lies on flash may have rotted.</summary>
        public static bool IsCrcGood(byte[] buffer, int offset)
        {
            return LittleEndian.ReadUInt32(buffer, offset + CrcOffset) == Crc32.Compute(buffer, offset, CrcOffset);
        }

        /// <summary>Checks the 788 bytes at an offset, without allocating.</summary>
        /// <param name="digest">Receives 32 bytes at <paramref name="digestOffset"/>; outside the record.</param>
        internal static ResultCode CheckRecord(byte[] buffer, int offset, Sha256 sha, byte[] digest, int digestOffset)
        {
            if (LittleEndian.ReadInt32(buffer, offset) != Magic)
            {
                return ResultCode.BadKey;
            }

            if (LittleEndian.ReadUInt16(buffer, offset + AlgorithmOffset) != AlgorithmRsaPss3072)
            {
                return ResultCode.UnsupportedAlgorithm;
            }

            if ((LittleEndian.ReadUInt16(buffer, offset + FlagsOffset) & ~FlagDevelopment) != 0
                || !IsCrcGood(buffer, offset)
                || buffer[offset + ModulusOffset] < 0x80
                || (buffer[offset + RSquaredOffset - 1] & 1) == 0)
            {
                return ResultCode.BadKey;
            }

            sha.Compute(buffer, offset + ModulusOffset, ModulusSize, digest, digestOffset);
            return ByteRange.AreEqual(buffer, offset + KeyIdOffset, digest, digestOffset, KeyIdSize) ? ResultCode.Ok : ResultCode.BadKey;
        }
    }
}
