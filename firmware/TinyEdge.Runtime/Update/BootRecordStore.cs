using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Update
{
    /// <summary>
    /// Keeps the boot record in two files written alternately, so that a cut in the middle of a write leaves the other copy.
    /// The newest valid copy wins. A commit is written, disposed, opened again and compared; only then it counts.
    /// </summary>
    public sealed class BootRecordStore
    {
        public const string File0 = "boot0.rec";
        public const string File1 = "boot1.rec";

        private const int NoFile = -1;

        private readonly IFileStore _files;
        private readonly BootRecord _copy = new BootRecord();
        private int _currentFile = NoFile;

        public BootRecordStore(IFileStore files)
        {
            _files = files;
        }

        /// <summary>64 bytes that are free between two calls.</summary>
        public byte[] Scratch
        {
            get { return _copy.Bytes; }
        }

        /// <summary>Reads both copies and picks one.</summary>
        /// <returns>Ok; StorageLost when neither file exists; NoValidRecord when files exist and neither is valid. Then the target is untouched.</returns>
        public ResultCode TryLoad(BootRecord target)
        {
            bool found0 = TryReadCopy(File0, _copy);
            if (found0)
            {
                target.CopyFrom(_copy);
            }

            bool found1 = TryReadCopy(File1, _copy);
            _currentFile = NoFile;
            if (!found0 && !found1)
            {
                bool nothing = _files.Length(File0) < 0 && _files.Length(File1) < 0;
                return nothing ? ResultCode.StorageLost : ResultCode.NoValidRecord;
            }

            _currentFile = !found1 || (found0 && IsPreferred(target, _copy)) ? 0 : 1;
            if (_currentFile == 1)
            {
                target.CopyFrom(_copy);
            }

            return ResultCode.Ok;
        }

        /// <summary>
        /// Writes the record with the next sequence into the file that does not hold the current one. On success the record
        /// carries its new sequence; on failure the copy that was loaded or committed before is untouched on flash.
        /// </summary>
        /// <returns>Ok, StorageFull, StorageWriteFailed or ReadBackMismatch.</returns>
        public ResultCode TryCommit(BootRecord record)
        {
            uint sequence = Following(record.Sequence);
            if (_currentFile == (int)(sequence & 1))
            {
                sequence = Following(sequence);
            }

            uint before = record.Sequence;
            record.Sequence = sequence;
            record.Seal();
            int file = (int)(sequence & 1);
            ResultCode code = TryWriteCopy(NameOf(file), record.Bytes);
            if (code != ResultCode.Ok)
            {
                record.Sequence = before;
                return code;
            }

            _currentFile = file;
            return ResultCode.Ok;
        }

        /// <summary>The sequence after this one. 0 and 0xFFFFFFFF look like erased flash and are never used; parity still alternates.</summary>
        public static uint Following(uint sequence)
        {
            return sequence >= 0xFFFFFFFE ? 1 : sequence + 1;
        }

        /// <summary>Serial number arithmetic (RFC 1982): newer when ahead by less than half the number space.</summary>
        public static bool IsNewer(uint a, uint b)
        {
            return a != b && a - b < 0x80000000;
        }

        /// <summary>
        /// Newer first; where the numbers cannot tell (equal, or exactly half the space apart) the safer phase, then the higher
        /// replay mark and floor, so that an ambiguity never starts a trial nor forgets a floor.
        /// </summary>
        private static bool IsPreferred(BootRecord a, BootRecord b)
        {
            if (IsNewer(a.Sequence, b.Sequence))
            {
                return true;
            }

            if (IsNewer(b.Sequence, a.Sequence))
            {
                return false;
            }

            int riskA = RiskOf(a.Phase);
            int riskB = RiskOf(b.Phase);
            if (riskA != riskB)
            {
                return riskA < riskB;
            }

            return a.SecurityFloor != b.SecurityFloor ? a.SecurityFloor > b.SecurityFloor : a.ConfirmedSequence >= b.ConfirmedSequence;
        }

        /// <summary>How much a phase would let an unconfirmed bank run: none, after a write, at the next boot, now.</summary>
        private static int RiskOf(UpdatePhase phase)
        {
            switch (phase)
            {
                case UpdatePhase.Reverted:
                    return 0;
                case UpdatePhase.Idle:
                    return 1;
                case UpdatePhase.Writing:
                    return 2;
                case UpdatePhase.Staged:
                    return 3;
                default:
                    return 4;
            }
        }

        private static string NameOf(int file)
        {
            return file == 0 ? File0 : File1;
        }

        private bool TryReadCopy(string name, BootRecord copy)
        {
            // Each look is taken twice before a copy is given up: the other one is a transition older, its floor too, and decides
            // between a good bank and the golden app.
            if (_files.Length(name) != BootRecord.SizeBytes && _files.Length(name) != BootRecord.SizeBytes)
            {
                return false;
            }

            ResultCode code = _files.TryRead(name, 0, copy.Bytes, 0, BootRecord.SizeBytes);
            if (code == ResultCode.StorageReadFailed)
            {
                code = _files.TryRead(name, 0, copy.Bytes, 0, BootRecord.SizeBytes);
            }

            return code == ResultCode.Ok && copy.IsValid();
        }

        private ResultCode TryWriteCopy(string name, byte[] bytes)
        {
            ResultCode code = ResultCode.Ok;
            if (_files.Length(name) > BootRecord.SizeBytes)
            {
                // Not ours: a longer file would never read as valid again, because a write does not shorten it.
                code = _files.TryDelete(name);
            }

            if (code == ResultCode.Ok)
            {
                code = _files.TryWrite(name, 0, bytes, 0, BootRecord.SizeBytes);
            }

            return code == ResultCode.Ok ? TryCompare(name, bytes) : code;
        }

        private ResultCode TryCompare(string name, byte[] bytes)
        {
            if (_files.Length(name) != BootRecord.SizeBytes
                || _files.TryRead(name, 0, _copy.Bytes, 0, BootRecord.SizeBytes) != ResultCode.Ok)
            {
                return ResultCode.ReadBackMismatch;
            }

            return ByteRange.AreEqual(_copy.Bytes, 0, bytes, 0, BootRecord.SizeBytes) ? ResultCode.Ok : ResultCode.ReadBackMismatch;
        }
    }
}
