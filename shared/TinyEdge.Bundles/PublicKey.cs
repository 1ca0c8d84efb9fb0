using System;

namespace TinyEdge.Bundles
{
    /// <summary>
    /// A pinned RSA-3072 key (e = 65537) with the constant that spares the device the long division: R^2 mod n for R = 2^3080.
    /// Immutable. Whether R^2 belongs to the modulus is proved by <see cref="RsaPssVerifier"/> before it is used.
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

        private const int AlgorithmOffset = 4;
        private const int FlagsOffset = 6;
        private const int KeyIdOffset = 8;
        private const int ModulusOffset = 16;
        private const int RSquaredOffset = ModulusOffset + ModulusSize;
        private const int CrcOffset = RSquaredOffset + ModulusSize;

        private readonly byte[] _record;

        private PublicKey(byte[] record)
        {
            _record = record;
        }

        public bool IsDevelopment
        {
            get { return (LittleEndian.ReadUInt16(_record, FlagsOffset) & FlagDevelopment) != 0; }
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
            ResultCode code = Check(record);
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

        /// <summary>Copies the big-endian modulus, 384 bytes.</summary>
        public void CopyModulus(byte[] destination, int offset)
        {
            Array.Copy(_record, ModulusOffset, destination, offset, ModulusSize);
        }

        /// <summary>Copies the big-endian R^2 mod n, 384 bytes.</summary>
        public void CopyRSquared(byte[] destination, int offset)
        {
            Array.Copy(_record, RSquaredOffset, destination, offset, ModulusSize);
        }

        private static ResultCode Check(byte[] record)
        {
            if (LittleEndian.ReadInt32(record, 0) != Magic)
            {
                return ResultCode.BadKey;
            }

            if (LittleEndian.ReadUInt16(record, AlgorithmOffset) != AlgorithmRsaPss3072)
            {
                return ResultCode.UnsupportedAlgorithm;
            }

            if ((LittleEndian.ReadUInt16(record, FlagsOffset) & ~FlagDevelopment) != 0
                || LittleEndian.ReadUInt32(record, CrcOffset) != Crc32.Compute(record, 0, CrcOffset)
                || record[ModulusOffset] < 0x80
                || (record[RSquaredOffset - 1] & 1) == 0)
            {
                return ResultCode.BadKey;
            }

            byte[] digest = new byte[Sha256.DigestSize];
            new Sha256().Compute(record, ModulusOffset, ModulusSize, digest, 0);
            return ByteRange.AreEqual(record, KeyIdOffset, digest, 0, KeyIdSize) ? ResultCode.Ok : ResultCode.BadKey;
        }
    }
}
