using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Update
{
    /// <summary>
    /// The keyring that confirmed bundles brought, in two files: the one of an epoch is written and read back before the record names that
    /// epoch, while the other still holds the epoch before; afterwards it becomes a copy. Power may fail at any point. SPEC.md has the rules.
    /// Its records are fetched from the file, one at a time.
    /// </summary>
    public sealed class KeyringFiles : IKeySource
    {
        public const string File0 = "keys0.rec";
        public const string File1 = "keys1.rec";

        /// <summary>Half of the parser's block: one piece of the bank beside the same piece of the file.</summary>
        private const int PieceBytes = BundleFormat.MaxBlockSize / 2;

        private readonly IFileStore _files;
        private string _name;
        private int _count;
        private int _keysAt;

        public KeyringFiles(IFileStore files)
        {
            _files = files;
        }

        public int Count
        {
            get { return _count; }
        }

        public ResultCode TryRead(int slot, byte[] record, int offset)
        {
            ResultCode code = _files.TryRead(_name, _keysAt + (slot * PublicKey.RecordSize), record, offset, PublicKey.RecordSize);
            return code != ResultCode.Ok || PublicKey.IsCrcGood(record, offset) ? code : ResultCode.BadKey;
        }

        /// <summary>Finds the keyring of an epoch, and makes the copy good that is damaged, missing or of another epoch.</summary>
        /// <param name="epoch">As the boot record has it.</param>
        /// <param name="scratch">At least 4096 bytes; holds the keyring afterwards.</param>
        /// <returns>Ok, or KeyringLost when neither file holds it.</returns>
        public ResultCode TryOpen(int epoch, byte[] scratch)
        {
            string main = NameOf(epoch);
            string copy = NameOf(epoch + 1);
            bool isCopyGood = TryReadFile(copy, epoch, scratch);
            bool isMainGood = TryReadFile(main, epoch, scratch);
            if (!isMainGood && (!isCopyGood || !TryReadFile(copy, epoch, scratch)))
            {
                return ResultCode.KeyringLost;
            }

            _name = isMainGood ? main : copy;
            _count = scratch[KeyringFormat.KeyCountOffset];
            _keysAt = KeyringFormat.KeysOffset(scratch[KeyringFormat.RevokedCountOffset]);
            if (isMainGood != isCopyGood)
            {
                // The keyring is known; a copy that cannot be mended now is mended at the next boot.
                TryWrite(isMainGood ? copy : main, scratch, SizeOf(scratch));
            }

            return ResultCode.Ok;
        }

        /// <summary>Writes the keyring of a verified bank into the file of its epoch and compares it with the bank.</summary>
        /// <param name="epoch">The one that it must be of.</param>
        /// <param name="bank">Name of the bank's file.</param>
        /// <param name="position">Where in it the keyring begins.</param>
        /// <param name="length">Its bytes.</param>
        /// <param name="scratch">At least 4096 bytes; holds the keyring afterwards.</param>
        /// <returns>Ok; BadKeyring when the bank holds something else by now; ReadBackMismatch or a storage code.</returns>
        public ResultCode TryStore(int epoch, string bank, int position, int length, byte[] scratch)
        {
            ResultCode code = _files.TryRead(bank, position, scratch, 0, length);
            if (code != ResultCode.Ok)
            {
                return code;
            }

            if (!IsKeyring(epoch, scratch, length))
            {
                return ResultCode.BadKeyring;
            }

            string name = NameOf(epoch);
            code = TryWrite(name, scratch, length);
            for (int done = 0; done < length && code == ResultCode.Ok; done += PieceBytes)
            {
                int count = length - done < PieceBytes ? length - done : PieceBytes;
                code = TryCompare(name, done, bank, position + done, count, scratch);
            }

            return code == ResultCode.Ok && !TryReadFile(name, epoch, scratch) ? ResultCode.ReadBackMismatch : code;
        }

        private ResultCode TryCompare(string name, int at, string bank, int bankAt, int count, byte[] scratch)
        {
            ResultCode code = _files.TryRead(bank, bankAt, scratch, 0, count);
            if (code == ResultCode.Ok)
            {
                code = _files.TryRead(name, at, scratch, PieceBytes, count);
            }

            return code != ResultCode.Ok || ByteRange.AreEqual(scratch, 0, scratch, PieceBytes, count) ? code : ResultCode.ReadBackMismatch;
        }

        private ResultCode TryWrite(string name, byte[] keyring, int length)
        {
            // A write does not shorten a file, and the length is part of what is checked.
            ResultCode code = _files.Length(name) > length ? _files.TryDelete(name) : ResultCode.Ok;
            return code == ResultCode.Ok ? _files.TryWrite(name, 0, keyring, 0, length) : code;
        }

        private bool TryReadFile(string name, int epoch, byte[] scratch)
        {
            int length = _files.Length(name);
            if (length < KeyringFormat.MinSize || length > KeyringFormat.MaxSize)
            {
                return false;
            }

            ResultCode code = _files.TryRead(name, 0, scratch, 0, length);
            if (code == ResultCode.StorageReadFailed)
            {
                // One more try, as for the boot record: what is there decides whom the device trusts.
                code = _files.TryRead(name, 0, scratch, 0, length);
            }

            return code == ResultCode.Ok && IsKeyring(epoch, scratch, length);
        }

        private static bool IsKeyring(int epoch, byte[] keyring, int length)
        {
            int crcAt = length - KeyringFormat.CrcSize;
            return KeyringFormat.CheckHeader(keyring, 0, length) == ResultCode.Ok
                && LittleEndian.ReadUInt16(keyring, KeyringFormat.EpochOffset) == epoch
                && LittleEndian.ReadUInt32(keyring, crcAt) == Crc32.Compute(keyring, 0, crcAt);
        }

        private static int SizeOf(byte[] keyring)
        {
            return KeyringFormat.SignedSize(keyring[KeyringFormat.KeyCountOffset], keyring[KeyringFormat.RevokedCountOffset]) + KeyringFormat.TrailerSize;
        }

        private static string NameOf(int epoch)
        {
            return (epoch & 1) == 0 ? File0 : File1;
        }
    }
}
