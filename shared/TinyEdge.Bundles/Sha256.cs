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

        private const int ScheduleWords = 64;

        // FIPS 180-4 section 4.2.2: 276 bytes of RAM on the device, once for all instances.
        private static readonly uint[] s_roundConstants =
        {
            0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
            0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
            0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
            0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
            0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
            0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
            0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
            0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
        };

        private readonly uint[] _state = new uint[8];
        private readonly uint[] _schedule = new uint[ScheduleWords];
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

                Compress(_pending, 0);
                _pendingCount = 0;
            }

            while (count >= BlockSize)
            {
                Compress(buffer, offset);
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
                Compress(pending, 0);
                count = 0;
            }

            Clear(pending, count, BlockSize - 8);
            WriteBigEndian(pending, BlockSize - 8, (uint)(totalBits >> 32));
            WriteBigEndian(pending, BlockSize - 4, (uint)totalBits);
            Compress(pending, 0);
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

        private void Compress(byte[] block, int offset)
        {
            ExpandSchedule(block, offset);
            uint[] schedule = _schedule;
            uint[] constants = s_roundConstants;
            uint[] state = _state;
            uint a = state[0];
            uint b = state[1];
            uint c = state[2];
            uint d = state[3];
            uint e = state[4];
            uint f = state[5];
            uint g = state[6];
            uint h = state[7];
            for (int round = 0; round < ScheduleWords; round++)
            {
                uint sum1 = ((e >> 6) | (e << 26)) ^ ((e >> 11) | (e << 21)) ^ ((e >> 25) | (e << 7));
                uint choice = g ^ (e & (f ^ g));
                uint first = h + sum1 + choice + constants[round] + schedule[round];
                uint sum0 = ((a >> 2) | (a << 30)) ^ ((a >> 13) | (a << 19)) ^ ((a >> 22) | (a << 10));
                uint majority = (a & b) | (c & (a | b));
                h = g;
                g = f;
                f = e;
                e = d + first;
                d = c;
                c = b;
                b = a;
                a = first + sum0 + majority;
            }

            state[0] += a;
            state[1] += b;
            state[2] += c;
            state[3] += d;
            state[4] += e;
            state[5] += f;
            state[6] += g;
            state[7] += h;
        }

        private void ExpandSchedule(byte[] block, int offset)
        {
            uint[] schedule = _schedule;
            for (int i = 0; i < 16; i++)
            {
                schedule[i] = (uint)((block[offset] << 24) | (block[offset + 1] << 16) | (block[offset + 2] << 8) | block[offset + 3]);
                offset += 4;
            }

            for (int i = 16; i < ScheduleWords; i++)
            {
                uint x = schedule[i - 15];
                uint y = schedule[i - 2];
                uint sigma0 = ((x >> 7) | (x << 25)) ^ ((x >> 18) | (x << 14)) ^ (x >> 3);
                uint sigma1 = ((y >> 17) | (y << 15)) ^ ((y >> 19) | (y << 13)) ^ (y >> 10);
                schedule[i] = schedule[i - 16] + sigma0 + schedule[i - 7] + sigma1;
            }
        }
    }
}
