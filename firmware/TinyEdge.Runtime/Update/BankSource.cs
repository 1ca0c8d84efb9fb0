using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Update
{
    /// <summary>A component inside a bank file, for code that reads a model or an assembly from flash.</summary>
    public sealed class BankSource : IByteSource
    {
        private readonly IFileStore _files;
        private readonly string _name;
        private readonly int _start;
        private readonly int _length;

        /// <param name="files">The volume.</param>
        /// <param name="bank">A or B.</param>
        /// <param name="start">Position of the component in the file, from <see cref="BundleParser.TryFindComponent"/>.</param>
        /// <param name="length">Its length in bytes.</param>
        public BankSource(IFileStore files, int bank, int start, int length)
        {
            _files = files;
            _name = Bank.FileOf(bank);
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

            return _files.TryRead(_name, _start + position, buffer, offset, count);
        }
    }
}
