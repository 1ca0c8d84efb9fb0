using System;

namespace TinyEdge.Bundles
{
    /// <summary>
    /// Verifies RSA-3072 signatures, e = 65537, PSS with SHA-256, MGF1-SHA-256 and a salt of exactly 32 bytes (RFC 8017,
    /// sections 5.2.2, 8.1.2, 9.1.2, B.2.1). Anything else is refused. Buffers are made by the constructor; nothing allocates
    /// afterwards. One verification at a time.
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

        private readonly Sha256 _sha;
        private readonly int[] _modulus = new int[Montgomery3072.Limbs];
        private readonly int[] _rSquared = new int[Montgomery3072.Limbs];
        private readonly int[] _signature = new int[Montgomery3072.Limbs];
        private readonly int[] _even = new int[Montgomery3072.Limbs];
        private readonly int[] _odd = new int[Montgomery3072.Limbs];
        private readonly byte[] _encoded = new byte[SignatureSize];
        private readonly byte[] _block = new byte[Sha256.DigestSize];
        private readonly byte[] _counter = new byte[4];
        private readonly byte[] _eightZeros = new byte[8];
        private PublicKey _loadedKey;
        private int _negatedInverse;

        /// <param name="sha">Used during calls only, so that it may be shared with other code of the same thread.</param>
        public RsaPssVerifier(Sha256 sha)
        {
            _sha = sha;
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
            if (key == null)
            {
                return ResultCode.BadKey;
            }

            if (digestOffset < 0 || digestOffset > digest.Length - Sha256.DigestSize
                || signatureOffset < 0 || signatureOffset > signature.Length - SignatureSize)
            {
                return ResultCode.Truncated;
            }

            if (!TryLoadKey(key))
            {
                return ResultCode.BadKey;
            }

            if (!TryRaiseToExponent(signature, signatureOffset))
            {
                return ResultCode.BadSignature;
            }

            return IsEncodingOf(digest, digestOffset) ? ResultCode.Ok : ResultCode.BadSignature;
        }

        /// <summary>Unpacks the key and proves R^2, once for each key: R^2 * 1 / R must be R mod n.</summary>
        private bool TryLoadKey(PublicKey key)
        {
            if (key == _loadedKey)
            {
                return true;
            }

            _loadedKey = null;
            key.CopyModulus(_encoded, 0);
            Montgomery3072.FromBytes(_encoded, _modulus);
            key.CopyRSquared(_encoded, 0);
            Montgomery3072.FromBytes(_encoded, _rSquared);
            if ((_modulus[0] & 1) == 0 || !Montgomery3072.IsBelow(_rSquared, _modulus))
            {
                return false;
            }

            _negatedInverse = Montgomery3072.NegatedInverse(_modulus[0]);
            Montgomery3072.ComputeR(_modulus, _even);
            SetToOne(_signature);
            MontgomeryProduct.Multiply(_rSquared, _signature, _modulus, _negatedInverse, _odd);
            Montgomery3072.ReduceOnce(_odd, _modulus);
            if (Montgomery3072.IsBelow(_odd, _even) || Montgomery3072.IsBelow(_even, _odd))
            {
                return false;
            }

            _loadedKey = key;
            return true;
        }

        /// <summary>_encoded = signature^65537 mod n; false for the representatives 0, 1, n - 1 and all from n on.</summary>
        private bool TryRaiseToExponent(byte[] signature, int offset)
        {
            Array.Copy(signature, offset, _encoded, 0, SignatureSize);
            Montgomery3072.FromBytes(_encoded, _signature);
            if (!IsUsableRepresentative())
            {
                return false;
            }

            int[] from = _even;
            int[] to = _odd;
            MontgomeryProduct.Multiply(_signature, _rSquared, _modulus, _negatedInverse, from);
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
            _sha.Append(_eightZeros, 0, 8);
            _sha.Append(digest, digestOffset, Sha256.DigestSize);
            _sha.Append(encoded, SaltOffset, SaltSize);
            _sha.Finish(_block, 0);
            return ByteRange.AreEqual(_block, 0, encoded, HashOffset, Sha256.DigestSize);
        }

        /// <summary>XORs MGF1(hash) over everything before the hash.</summary>
        private void RemoveMask(byte[] encoded)
        {
            byte[] block = _block;
            int counter = 0;
            for (int done = 0; done < HashOffset; done += Sha256.DigestSize)
            {
                _counter[3] = (byte)counter++;
                _sha.Reset();
                _sha.Append(encoded, HashOffset, Sha256.DigestSize);
                _sha.Append(_counter, 0, 4);
                _sha.Finish(block, 0);
                int count = HashOffset - done;
                count = count < Sha256.DigestSize ? count : Sha256.DigestSize;
                for (int i = 0; i < count; i++)
                {
                    encoded[done + i] ^= block[i];
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
