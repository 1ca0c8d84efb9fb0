using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Update
{
    /// <summary>A file of the store as a byte source; its length is taken when it is made.</summary>
    public sealed class FileByteSource : IByteSource
    {
        private readonly IFileStore _files;
        private readonly string _name;
        private readonly int _length;

        public FileByteSource(IFileStore files, string name)
        {
            _files = files;
            _name = name;
            int length = files.Length(name);
            _length = length < 0 ? 0 : length;
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

            return _files.TryRead(_name, position, buffer, offset, count);
        }
    }
}
