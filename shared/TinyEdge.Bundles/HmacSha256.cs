using System;

namespace TinyEdge.Bundles
{
    /// <summary>
    /// HMAC-SHA-256 (RFC 2104, RFC 4231) in managed code, under one key for its lifetime. Nothing allocates after the constructor.
    /// </summary>
    public sealed class HmacSha256
    {
        private const byte InnerPad = 0x36;
        private const byte OuterPad = 0x5C;

        private readonly Sha256 _sha = new Sha256();
        private readonly byte[] _innerKey = new byte[Sha256.BlockSize];
        private readonly byte[] _outerKey = new byte[Sha256.BlockSize];
        private readonly byte[] _innerDigest = new byte[Sha256.DigestSize];

        /// <summary>Takes the key, of any length; longer ones than a block are hashed first, as RFC 2104 has it.</summary>
        public HmacSha256(byte[] key)
        {
            byte[] block = new byte[Sha256.BlockSize];
            if (key.Length > Sha256.BlockSize)
            {
                _sha.Compute(key, 0, key.Length, block, 0);
            }
            else
            {
                Array.Copy(key, 0, block, 0, key.Length);
            }

            for (int i = 0; i < Sha256.BlockSize; i++)
            {
                _innerKey[i] = (byte)(block[i] ^ InnerPad);
                _outerKey[i] = (byte)(block[i] ^ OuterPad);
            }
        }

        /// <summary>Writes the 32 bytes of the HMAC of a range that the caller has checked.</summary>
        public void Compute(byte[] buffer, int offset, int count, byte[] digest, int digestOffset)
        {
            _sha.Reset();
            _sha.Append(_innerKey, 0, Sha256.BlockSize);
            _sha.Append(buffer, offset, count);
            _sha.Finish(_innerDigest, 0);
            _sha.Append(_outerKey, 0, Sha256.BlockSize);
            _sha.Append(_innerDigest, 0, Sha256.DigestSize);
            _sha.Finish(digest, digestOffset);
        }
    }
}
