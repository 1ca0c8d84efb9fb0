using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Update
{
    /// <summary>
    /// Reads a bank back from flash through the parser: signature, every digest, the whole length. What was in memory while the
    /// bank was written proves nothing about what is on flash.
    /// </summary>
    public sealed class BankReader : IBundleSink
    {
        private const int PieceBytes = 512;

        private readonly IFileStore _files;
        private readonly BundleParser _parser;
        private readonly byte[] _piece = new byte[PieceBytes];
        private readonly byte[] _expected = new byte[BundleFormat.FingerprintSize];
        private int _verifiedBlocks;

        public BankReader(IFileStore files, BundleParser parser)
        {
            _files = files;
            _parser = parser;
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

        /// <summary>Verifies a bank against <see cref="Expected"/>, twice if the first reading fails: a bank is not given up for one bad read.</summary>
        /// <returns>Ok, and the parser then holds its head; BankEmpty, WrongBundle, StorageReadFailed, Truncated, or the parser's refusal.</returns>
        public ResultCode TryVerify(int bank)
        {
            ResultCode code = TryRead(bank);
            return code == ResultCode.Ok || code == ResultCode.BankEmpty ? code : TryRead(bank);
        }

        /// <summary>Reads as far as the bank is good; see <see cref="VerifiedBlocks"/> and the parser's HeadAccepted.</summary>
        public ResultCode TryRead(int bank)
        {
            string name = Bank.FileOf(bank);
            _parser.Reset();
            _verifiedBlocks = 0;
            int length = _files.Length(name);
            if (length <= 0)
            {
                return ResultCode.BankEmpty;
            }

            ResultCode code = ResultCode.NeedMore;
            for (int position = 0; position < length;)
            {
                int count = length - position < PieceBytes ? length - position : PieceBytes;
                ResultCode read = _files.TryRead(name, position, _piece, 0, count);
                if (read != ResultCode.Ok)
                {
                    return read;
                }

                int consumed;
                code = _parser.Feed(_piece, 0, count, this, out consumed);
                if (code != ResultCode.NeedMore && code != ResultCode.Ok)
                {
                    return code;
                }

                position += count;
            }

            return code == ResultCode.NeedMore ? ResultCode.Truncated : code;
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
