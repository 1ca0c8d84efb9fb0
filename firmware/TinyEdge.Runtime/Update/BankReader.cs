using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Update
{
    /// <summary>
    /// Reads a bank back from flash through the parser: signature, every digest, the whole length. What was in memory while the
    /// bank was written proves nothing about what is on flash.
    /// </summary>
    public sealed class BankReader : IBundleSink, IByteSource
    {
        private readonly IFileStore _files;
        private readonly BundleParser _parser;
        private readonly byte[] _expected = new byte[BundleFormat.FingerprintSize];
        private int _verifiedBlocks;
        private string _name;
        private int _length;

        public BankReader(IFileStore files, BundleParser parser)
        {
            _files = files;
            _parser = parser;
        }

        /// <summary>Bytes of the bank that is being read.</summary>
        int IByteSource.Length
        {
            get { return _length; }
        }

        /// <summary>Blocks that the latest reading verified, counted from the first without a gap.</summary>
        public int VerifiedBlocks
        {
            get { return _verifiedBlocks; }
        }

        /// <summary>Holds the fingerprint that the next reading expects; the caller fills in 8 bytes.</summary>
        public byte[] Expected
        {
            get { return _expected; }
        }

        /// <summary>Verifies a bank against <see cref="Expected"/>, twice if the first reading fails: a bank is not given up for one bad read, nor for one look that did not find it.</summary>
        /// <param name="bank">A or B.</param>
        /// <param name="isConfirmed">
        /// The record names its bundle as confirmed: it stays good when its key is revoked or replaced by a keyring that came later.
        /// </param>
        /// <returns>Ok, and the parser then holds its head; BankEmpty, WrongBundle, StorageReadFailed, Truncated, or the parser's refusal.</returns>
        public ResultCode TryVerify(int bank, bool isConfirmed)
        {
            ResultCode code = TryRead(bank, isConfirmed);
            return code == ResultCode.Ok ? code : TryRead(bank, isConfirmed);
        }

        /// <summary>Reads as far as the bank is good; see <see cref="VerifiedBlocks"/> and the parser's HeadAccepted.</summary>
        public ResultCode TryRead(int bank, bool isConfirmed)
        {
            _name = Bank.FileOf(bank);
            _parser.Reset(isConfirmed ? _expected : null);
            _verifiedBlocks = 0;
            _length = _files.Length(_name);
            if (_length <= 0)
            {
                return ResultCode.BankEmpty;
            }

            ResultCode code = ResultCode.NeedMore;
            while (_parser.Position < _length && (code == ResultCode.NeedMore || code == ResultCode.Ok))
            {
                code = _parser.ReadSection(this, this);
            }

            return code == ResultCode.NeedMore ? ResultCode.Truncated : code;
        }

        ResultCode IByteSource.TryRead(int position, byte[] buffer, int offset, int count)
        {
            return count > _length - position ? ResultCode.Truncated : _files.TryRead(_name, position, buffer, offset, count);
        }

        public ResultCode OnHead(BundleParser parser)
        {
            return ByteRange.AreEqual(parser.Fingerprint, 0, _expected, 0, BundleFormat.FingerprintSize)
                ? ResultCode.Ok
                : ResultCode.WrongBundle;
        }

        public ResultCode OnBlock(BundleParser parser, int index, byte[] block)
        {
            _verifiedBlocks = index + 1;
            return ResultCode.Ok;
        }
    }
}
