using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Runtime.Transport
{
    /// <summary>
    /// Keeps the device key in two files with the same content, written one after the other and read back. While the first is being
    /// written the second still holds the earlier key; afterwards a file that rots is made good from the other at the next boot. SPEC.md has
    /// the layout.
    /// </summary>
    public sealed class DeviceKeyStore
    {
        public const string File0 = "devkey0.rec";
        public const string File1 = "devkey1.rec";

        /// <summary>"TEK0" read as a little-endian integer.</summary>
        public const int Magic = 0x304B4554;

        public const int SizeBytes = CrcOffset + 4;

        private const int FormatOffset = 4;
        private const int SequenceOffset = 8;
        private const int KeyOffset = 12;
        private const int CrcOffset = KeyOffset + WireLimits.DeviceKeyBytes;
        private const int Format = 1;

        private readonly IFileStore _files;
        private readonly byte[] _one = new byte[SizeBytes];
        private readonly byte[] _other = new byte[SizeBytes];
        private uint _sequence;

        public DeviceKeyStore(IFileStore files)
        {
            _files = files;
        }

        /// <summary>The key, or null when no file holds one.</summary>
        public byte[] Load()
        {
            bool has0 = TryReadCopy(File0, _one);
            bool has1 = TryReadCopy(File1, _other);
            if (!has0 && !has1)
            {
                return null;
            }

            bool takes1 = !has0 || (has1 && BootRecordStore.IsNewer(SequenceOf(_other), SequenceOf(_one)));
            byte[] best = takes1 ? _other : _one;
            _sequence = SequenceOf(best);
            if (!has0 || !has1 || SequenceOf(_one) != SequenceOf(_other))
            {
                // A copy rotted, or power failed between the two writes. Failing to mend it changes nothing: the key is known.
                TryWriteCopy(takes1 ? File0 : File1, best, takes1 ? _one : _other);
            }

            byte[] key = new byte[WireLimits.DeviceKeyBytes];
            System.Array.Copy(best, KeyOffset, key, 0, key.Length);
            Wipe();
            return key;
        }

        /// <summary>Replaces the key. Power may fail at any point: the next boot finds the earlier key or this one.</summary>
        /// <returns>Ok, StorageFull, StorageWriteFailed or ReadBackMismatch; then the earlier key holds, unless the second copy was the one that failed.</returns>
        public ResultCode TryStore(byte[] key)
        {
            uint sequence = BootRecordStore.Following(_sequence);
            byte[] record = _one;
            LittleEndian.WriteInt32(record, 0, Magic);
            LittleEndian.WriteInt32(record, FormatOffset, Format);
            LittleEndian.WriteInt32(record, SequenceOffset, (int)sequence);
            System.Array.Copy(key, 0, record, KeyOffset, WireLimits.DeviceKeyBytes);
            LittleEndian.WriteInt32(record, CrcOffset, (int)Crc32.Compute(record, 0, CrcOffset));
            ResultCode code = TryWriteCopy(File0, record, _other);
            if (code == ResultCode.Ok)
            {
                _sequence = sequence;

                // One good copy is enough to say yes; the next boot mends the other.
                TryWriteCopy(File1, record, _other);
            }

            Wipe();
            return code;
        }

        private bool TryReadCopy(string name, byte[] record)
        {
            return _files.Length(name) == SizeBytes
                && _files.TryRead(name, 0, record, 0, SizeBytes) == ResultCode.Ok
                && LittleEndian.ReadInt32(record, 0) == Magic
                && LittleEndian.ReadInt32(record, FormatOffset) == Format
                && LittleEndian.ReadUInt32(record, CrcOffset) == Crc32.Compute(record, 0, CrcOffset);
        }

        private ResultCode TryWriteCopy(string name, byte[] record, byte[] scratch)
        {
            ResultCode code = ResultCode.Ok;
            if (_files.Length(name) > SizeBytes)
            {
                code = _files.TryDelete(name);
            }

            if (code == ResultCode.Ok)
            {
                code = _files.TryWrite(name, 0, record, 0, SizeBytes);
            }

            if (code != ResultCode.Ok)
            {
                return code;
            }

            bool same = TryReadCopy(name, scratch) && ByteRange.AreEqual(record, 0, scratch, 0, SizeBytes);
            return same ? ResultCode.Ok : ResultCode.ReadBackMismatch;
        }

        private static uint SequenceOf(byte[] record)
        {
            return LittleEndian.ReadUInt32(record, SequenceOffset);
        }

        private void Wipe()
        {
            System.Array.Clear(_one, 0, SizeBytes);
            System.Array.Clear(_other, 0, SizeBytes);
        }
    }
}
