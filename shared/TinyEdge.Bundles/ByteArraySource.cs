using System;

namespace TinyEdge.Bundles
{
    /// <summary>An <see cref="IByteSource"/> over part of an array.</summary>
    public sealed class ByteArraySource : IByteSource
    {
        private readonly byte[] _bytes;
        private readonly int _start;
        private readonly int _length;

        public ByteArraySource(byte[] bytes)
            : this(bytes, 0, bytes.Length)
        {
        }

        public ByteArraySource(byte[] bytes, int start, int length)
        {
            _bytes = bytes;
            _start = start;
            _length = length;
        }

        public int Length
        {
            get { return _length; }
        }

        public ResultCode TryRead(int position, byte[] buffer, int offset, int count)
        {
            if (position < 0 || count < 0 || position > _length || count > _length - position)
            {
                return ResultCode.Truncated;
            }

            Array.Copy(_bytes, _start + position, buffer, offset, count);
            return ResultCode.Ok;
        }
    }
}
