namespace TinyEdge.Bundles
{
    /// <summary>Part of another source: one component of a bundle file.</summary>
    public sealed class ByteSlice : IByteSource
    {
        private readonly IByteSource _whole;
        private readonly int _start;
        private readonly int _length;

        /// <param name="whole">Where the bytes are.</param>
        /// <param name="start">Position of the first byte; the range has been checked against the whole.</param>
        /// <param name="length">Bytes, 0 or more.</param>
        public ByteSlice(IByteSource whole, int start, int length)
        {
            _whole = whole;
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

            return _whole.TryRead(_start + position, buffer, offset, count);
        }
    }
}
