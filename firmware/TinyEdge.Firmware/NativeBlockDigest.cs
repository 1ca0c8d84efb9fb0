using System;
using System.Security.Cryptography;
using TinyEdge.Bundles;

namespace TinyEdge.Firmware
{
    /// <summary>
    /// The block digest by the firmware image's own HMAC-SHA-256, where portable code would interpret every round of the
    /// hash. The native call takes whole arrays: a full block buffer goes as it is, anything shorter is copied into an array of its
    /// length, which is kept for the next of that length.
    /// </summary>
    public sealed class NativeBlockDigest : IBlockDigest
    {
        private readonly byte[] _key = BlockDigestKey.Create();
        private byte[] _exact = new byte[0];

        public void Compute(byte[] block, int offset, int count, byte[] digest32)
        {
            byte[] whole = block;
            if (offset != 0 || count != block.Length)
            {
                if (_exact.Length != count)
                {
                    _exact = new byte[count];
                }

                Array.Copy(block, offset, _exact, 0, count);
                whole = _exact;
            }

            byte[] digest = HMACSHA256.HashData(_key, whole);
            Array.Copy(digest, 0, digest32, 0, digest.Length);
        }
    }
}
