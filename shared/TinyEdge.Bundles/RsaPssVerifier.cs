using System;

namespace TinyEdge.Bundles
{
    /// <summary>
    /// Verifies RSA-3072 signatures, e = 65537, PSS with SHA-256, MGF1-SHA-256 and a salt of exactly 32 bytes (RFC 8017,
    /// sections 5.2.2, 8.1.2, 9.1.2, B.2.1). Anything else is refused. Numbers are made by the constructor, bytes lie in an array
    /// that may serve others between two verifications; nothing allocates afterwards. One verification at a time.
    /// </summary>
    public sealed class RsaPssVerifier
    {
        /// <summary>Bytes of a signature.</summary>
        public const int SignatureSize = PublicKey.ModulusSize;

        private const int SaltSize = 32;
        private const int HashOffset = SignatureSize - Sha256.DigestSize - 1;
        private const int SaltOffset = HashOffset - SaltSize;
        private const int SeparatorOffset = SaltOffset - 1;
        private const int ExponentSquarings = 16;

        // The scratch array: the encoded message, then what is hashed beside it.
        private const int BlockOffset = SignatureSize;
        private const int CounterOffset = BlockOffset + Sha256.DigestSize;
        private const int ZerosOffset = CounterOffset + 4;

        /// <summary>Bytes of scratch that a verification uses.</summary>
        public const int ScratchBytes = ZerosOffset + 8;

        private readonly Sha256 _sha;
        private readonly int[] _modulus = new int[Montgomery3072.Limbs];
        private readonly int[] _signature = new int[Montgomery3072.Limbs];
        private readonly int[] _even = new int[Montgomery3072.Limbs];
        private readonly int[] _odd = new int[Montgomery3072.Limbs];
        private readonly byte[] _encoded;
        private int _negatedInverse;

        // Which record the modulus was unpacked from: id and CRC, which covers R^2; and whether any was.
        private int _loadedIdLow;
        private int _loadedIdHigh;
        private int _loadedCrc;
        private bool _isLoaded;

        /// <param name="sha">Used during calls only, so that it may be shared with other code of the same thread.</param>
        public RsaPssVerifier(Sha256 sha)
            : this(sha, new byte[ScratchBytes])
        {
        }

        /// <param name="sha">Used during calls only.</param>
        /// <param name="scratch">At least <see cref="ScratchBytes"/>, overwritten by each call; never where digest or signature are.</param>
        public RsaPssVerifier(Sha256 sha, byte[] scratch)
        {
            _sha = sha;
            _encoded = scratch;
        }

        /// <summary>Checks one signature over a SHA-256 digest.</summary>
        /// <param name="key">The pinned key.</param>
        /// <param name="digest">Holds the 32 bytes of the digest of what was signed.</param>
        /// <param name="digestOffset">Where they begin.</param>
        /// <param name="signature">Holds the 384 bytes of the signature, big-endian.</param>
        /// <param name="signatureOffset">Where they begin.</param>
        /// <returns>Ok, BadSignature, BadKey when modulus and R^2 do not belong together, or Truncated.</returns>
        public ResultCode Verify(PublicKey key, byte[] digest, int digestOffset, byte[] signature, int signatureOffset)
        {
            return key == null ? ResultCode.BadKey : Verify(key.Record, 0, digest, digestOffset, signature, signatureOffset);
        }

        /// <summary>The same with the key's record, which has been checked, where it lies.</summary>
        /// <param name="record">Holds the 788 bytes; may be the scratch array, beyond <see cref="ScratchBytes"/>.</param>
        /// <param name="recordOffset">Where they begin.</param>
        /// <param name="digest">As above.</param>
        /// <param name="digestOffset">As above.</param>
        /// <param name="signature">As above.</param>
        /// <param name="signatureOffset">As above.</param>
        /// <returns>As above.</returns>
        public ResultCode Verify(byte[] record, int recordOffset, byte[] digest, int digestOffset, byte[] signature, int signatureOffset)
        {
            if (recordOffset < 0 || recordOffset > record.Length - PublicKey.RecordSize
                || digestOffset < 0 || digestOffset > digest.Length - Sha256.DigestSize
                || signatureOffset < 0 || signatureOffset > signature.Length - SignatureSize)
            {
                return ResultCode.Truncated;
            }

            if (!TryLoadKey(record, recordOffset))
            {
                return ResultCode.BadKey;
            }

            if (!TryRaiseToExponent(record, recordOffset, signature, signatureOffset))
            {
                return ResultCode.BadSignature;
            }

            return IsEncodingOf(digest, digestOffset) ? ResultCode.Ok : ResultCode.BadSignature;
        }

        /// <summary>Unpacks the key and proves R^2, once for keys in a row: R^2 * 1 / R must be R mod n.</summary>
        private bool TryLoadKey(byte[] record, int offset)
        {
            int idLow = LittleEndian.ReadInt32(record, offset + PublicKey.KeyIdOffset);
            int idHigh = LittleEndian.ReadInt32(record, offset + PublicKey.KeyIdOffset + 4);
            int crc = LittleEndian.ReadInt32(record, offset + PublicKey.CrcOffset);
            if (_isLoaded && _loadedIdLow == idLow && _loadedIdHigh == idHigh && _loadedCrc == crc)
            {
                return true;
            }

            _isLoaded = false;
            Montgomery3072.FromBytes(record, offset + PublicKey.ModulusOffset, _modulus);
            Montgomery3072.FromBytes(record, offset + PublicKey.RSquaredOffset, _odd);
            if ((_modulus[0] & 1) == 0 || !Montgomery3072.IsBelow(_odd, _modulus))
            {
                return false;
            }

            _negatedInverse = Montgomery3072.NegatedInverse(_modulus[0]);
            SetToOne(_signature);
            MontgomeryProduct.Multiply(_odd, _signature, _modulus, _negatedInverse, _even);
            Montgomery3072.ReduceOnce(_even, _modulus);
            Montgomery3072.ComputeR(_modulus, _odd);
            if (Montgomery3072.IsBelow(_odd, _even) || Montgomery3072.IsBelow(_even, _odd))
            {
                return false;
            }

            _loadedIdLow = idLow;
            _loadedIdHigh = idHigh;
            _loadedCrc = crc;
            _isLoaded = true;
            return true;
        }

        /// <summary>_encoded = signature^65537 mod n; false for the representatives 0, 1, n - 1 and all from n on.</summary>
        private bool TryRaiseToExponent(byte[] record, int recordOffset, byte[] signature, int offset)
        {
            Montgomery3072.FromBytes(signature, offset, _signature);
            if (!IsUsableRepresentative())
            {
                return false;
            }

            int[] from = _even;
            int[] to = _odd;
            Montgomery3072.FromBytes(record, recordOffset + PublicKey.RSquaredOffset, to);
            MontgomeryProduct.Multiply(_signature, to, _modulus, _negatedInverse, from);
            for (int i = 0; i < ExponentSquarings; i++)
            {
                MontgomeryProduct.Multiply(from, from, _modulus, _negatedInverse, to);
                int[] swap = from;
                from = to;
                to = swap;
            }

            // One factor is in Montgomery form and the other is not: the product comes out plain.
            MontgomeryProduct.Multiply(from, _signature, _modulus, _negatedInverse, to);
            Montgomery3072.ReduceOnce(to, _modulus);
            Montgomery3072.ToBytes(to, _encoded);
            return true;
        }

        private bool IsUsableRepresentative()
        {
            if (!Montgomery3072.IsBelow(_signature, _modulus))
            {
                return false;
            }

            SetToOne(_even);
            if (!Montgomery3072.IsBelow(_even, _signature))
            {
                return false;
            }

            // n is odd, so n - 1 differs from n in the lowest bit only.
            Array.Copy(_modulus, 0, _even, 0, Montgomery3072.Limbs);
            _even[0] ^= 1;
            return Montgomery3072.IsBelow(_signature, _even);
        }

        /// <summary>EMSA-PSS-VERIFY on _encoded, with emBits = 3071: 00.. | 01 | salt under the mask, hash, BC.</summary>
        private bool IsEncodingOf(byte[] digest, int digestOffset)
        {
            byte[] encoded = _encoded;
            if (encoded[SignatureSize - 1] != 0xBC || (encoded[0] & 0x80) != 0)
            {
                return false;
            }

            RemoveMask(encoded);
            encoded[0] &= 0x7F;
            if (!ByteRange.IsZero(encoded, 0, SeparatorOffset) || encoded[SeparatorOffset] != 1)
            {
                return false;
            }

            _sha.Reset();
            _sha.Append(encoded, ZerosOffset, 8);
            _sha.Append(digest, digestOffset, Sha256.DigestSize);
            _sha.Append(encoded, SaltOffset, SaltSize);
            _sha.Finish(encoded, BlockOffset);
            return ByteRange.AreEqual(encoded, BlockOffset, encoded, HashOffset, Sha256.DigestSize);
        }

        /// <summary>XORs MGF1(hash) over everything before the hash.</summary>
        private void RemoveMask(byte[] encoded)
        {
            Array.Clear(encoded, CounterOffset, ScratchBytes - CounterOffset);
            int counter = 0;
            for (int done = 0; done < HashOffset; done += Sha256.DigestSize)
            {
                encoded[CounterOffset + 3] = (byte)counter++;
                _sha.Reset();
                _sha.Append(encoded, HashOffset, Sha256.DigestSize);
                _sha.Append(encoded, CounterOffset, 4);
                _sha.Finish(encoded, BlockOffset);
                int count = HashOffset - done;
                count = count < Sha256.DigestSize ? count : Sha256.DigestSize;
                for (int i = 0; i < count; i++)
                {
                    encoded[done + i] ^= encoded[BlockOffset + i];
                }
            }
        }

        private static void SetToOne(int[] limbs)
        {
            for (int i = 1; i < Montgomery3072.Limbs; i++)
            {
                limbs[i] = 0;
            }

            limbs[0] = 1;
        }
    }
}
