using System;

namespace TinyEdge.Bundles
{
    /// <summary>
    /// SHA-256 (FIPS 180-4, sections 4.1.2, 4.2.2, 5.1.1, 5.3.3, 6.2), incremental. The firmware image has no native one. Buffers
    /// are made by the constructor; nothing allocates afterwards.
    /// </summary>
    public sealed class Sha256
    {
        /// <summary>Bytes of a digest.</summary>
        public const int DigestSize = 32;

        /// <summary>Bytes of a compression block.</summary>
        public const int BlockSize = 64;

        private readonly uint[] _state = new uint[8];
        private readonly byte[] _pending = new byte[BlockSize];
        private int _pendingCount;
        private long _totalBytes;

        public Sha256()
        {
            Reset();
        }

        /// <summary>Forgets everything appended so far.</summary>
        public void Reset()
        {
            uint[] state = _state;
            state[0] = 0x6a09e667;
            state[1] = 0xbb67ae85;
            state[2] = 0x3c6ef372;
            state[3] = 0xa54ff53a;
            state[4] = 0x510e527f;
            state[5] = 0x9b05688c;
            state[6] = 0x1f83d9ab;
            state[7] = 0x5be0cd19;
            _pendingCount = 0;
            _totalBytes = 0;
        }

        /// <summary>Appends bytes; the caller has checked the range.</summary>
        public void Append(byte[] buffer, int offset, int count)
        {
            _totalBytes += count;
            if (_pendingCount > 0)
            {
                int taken = BlockSize - _pendingCount;
                taken = taken < count ? taken : count;
                Array.Copy(buffer, offset, _pending, _pendingCount, taken);
                _pendingCount += taken;
                offset += taken;
                count -= taken;
                if (_pendingCount < BlockSize)
                {
                    return;
                }

                Sha256Rounds.Compress(_state, _pending, 0);
                _pendingCount = 0;
            }

            while (count >= BlockSize)
            {
                Sha256Rounds.Compress(_state, buffer, offset);
                offset += BlockSize;
                count -= BlockSize;
            }

            if (count > 0)
            {
                Array.Copy(buffer, offset, _pending, 0, count);
                _pendingCount = count;
            }
        }

        /// <summary>Writes the 32 bytes of the digest and starts anew.</summary>
        public void Finish(byte[] digest, int digestOffset)
        {
            long totalBits = _totalBytes << 3;
            byte[] pending = _pending;
            int count = _pendingCount;
            pending[count++] = 0x80;
            if (count > BlockSize - 8)
            {
                Clear(pending, count, BlockSize);
                Sha256Rounds.Compress(_state, pending, 0);
                count = 0;
            }

            Clear(pending, count, BlockSize - 8);
            WriteBigEndian(pending, BlockSize - 8, (uint)(totalBits >> 32));
            WriteBigEndian(pending, BlockSize - 4, (uint)totalBits);
            Sha256Rounds.Compress(_state, pending, 0);
            for (int i = 0; i < 8; i++)
            {
                WriteBigEndian(digest, digestOffset + (i << 2), _state[i]);
            }

            Reset();
        }

        /// <summary>Digest of one range; whatever was appended before is forgotten.</summary>
        public void Compute(byte[] buffer, int offset, int count, byte[] digest, int digestOffset)
        {
            Reset();
            Append(buffer, offset, count);
            Finish(digest, digestOffset);
        }

        private static void Clear(byte[] buffer, int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                buffer[i] = 0;
            }
        }

        private static void WriteBigEndian(byte[] buffer, int offset, uint value)
        {
            buffer[offset] = (byte)(value >> 24);
            buffer[offset + 1] = (byte)(value >> 16);
            buffer[offset + 2] = (byte)(value >> 8);
            buffer[offset + 3] = (byte)value;
        }
    }
}
