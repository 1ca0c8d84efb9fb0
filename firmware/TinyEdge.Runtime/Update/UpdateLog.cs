using System;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Sensing;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Runtime.Update
{
    /// <summary>
    /// The latest changes of what runs, in one small file: a ring of records, each with a digest over itself and the digest before it.
    /// Written before the boot record, so that a power cut loses none; one that the boot record then did not get is noted once all the same.
    /// An update never fails because of its log. Layout in SPEC.md.
    /// </summary>
    public sealed class UpdateLog
    {
        public const string FileName = "updates.log";

        /// <summary>Records that are kept.</summary>
        public const int Slots = 12;

        /// <summary>Bytes of a record: fields, then its digest.</summary>
        public const int RecordBytes = FieldBytes + ChainBytes;

        /// <summary>Bytes of the fields that the digest covers.</summary>
        public const int FieldBytes = 32;

        /// <summary>Bytes kept of each digest.</summary>
        public const int ChainBytes = 16;

        private const int UptimeAt = 4;
        private const int BootRecordAt = 8;
        private const int EventsAt = 12;
        private const int ReasonAt = 14;
        private const int BundleSequenceAt = 16;
        private const int FingerprintAt = 20;
        private const int PhaseAt = 28;
        private const int OutcomeAt = 29;
        private const int ActiveBankAt = 30;
        private const int AttemptsAt = 31;

        // In the scratch: the digest before the first slot, the slots, the digest before the new record, the new record.
        private const int SlotsAt = ChainBytes;
        private const int NewChainAt = SlotsAt + (Slots * RecordBytes);
        private const int NewAt = NewChainAt + ChainBytes;

        private readonly IFileStore _files;
        private readonly IBlockDigest _digest;
        private readonly IClock _clock;
        private readonly byte[] _scratch;

        /// <param name="files">The volume.</param>
        /// <param name="digest">The block digest.</param>
        /// <param name="clock">Uptime.</param>
        /// <param name="scratch">At least 1024 bytes, free whenever a bundle is staged, tried or left.</param>
        public UpdateLog(IFileStore files, IBlockDigest digest, IClock clock, byte[] scratch)
        {
            _files = files;
            _digest = digest;
            _clock = clock;
            _scratch = scratch;
        }

        /// <summary>Appends a record, unless the newest one says the same. What cannot be read or written is left out.</summary>
        /// <param name="before">The boot record that holds.</param>
        /// <param name="after">The one that is about to be written.</param>
        /// <param name="events">Bit n for the <see cref="UpdateEvent"/> n.</param>
        /// <param name="digest32">Room for a digest.</param>
        public void Note(BootRecord before, BootRecord after, int events, byte[] digest32)
        {
            int count = _files.Length(FileName) / RecordBytes;
            count = count > Slots ? Slots : count;
            if (count > 0 && _files.TryRead(FileName, 0, _scratch, SlotsAt, count * RecordBytes) != ResultCode.Ok)
            {
                return;
            }

            uint newest = FindNewest(count, digest32);
            int slot = (int)(newest % Slots);
            Fill(newest + 1, before, after, events);
            if (newest > 0)
            {
                int last = SlotsAt + ((int)((newest - 1) % Slots) * RecordBytes);
                if (ByteRange.AreEqual(_scratch, last + BootRecordAt, _scratch, NewAt + BootRecordAt, FieldBytes - BootRecordAt))
                {
                    return;
                }

                Array.Copy(_scratch, last + FieldBytes, _scratch, NewChainAt, ChainBytes);
            }
            else
            {
                Array.Clear(_scratch, NewChainAt, ChainBytes);
            }

            _digest.Compute(_scratch, NewChainAt, ChainBytes + FieldBytes, digest32);
            Array.Copy(digest32, 0, _scratch, NewAt + FieldBytes, ChainBytes);
            _files.TryWrite(FileName, slot * RecordBytes, _scratch, NewAt, RecordBytes);
        }

        /// <summary>Adds the records as they lie, slot after slot; the reader finds the order and checks the digests.</summary>
        /// <param name="line">Has been begun.</param>
        /// <param name="buffer">Room for a record.</param>
        public void Write(LineWriter line, byte[] buffer)
        {
            for (int slot = 0; slot < Slots && _files.TryRead(FileName, slot * RecordBytes, buffer, 0, RecordBytes) == ResultCode.Ok; slot++)
            {
                line.AddHex(WireLabels.UpdateRecord(slot), buffer, 0, RecordBytes);
            }
        }

        /// <summary>Number of the newest record whose digest holds, 0 for none. One that a power cut tore is written over.</summary>
        private uint FindNewest(int count, byte[] digest32)
        {
            Array.Clear(_scratch, 0, ChainBytes);
            uint newest = 0;
            for (int slot = 0; slot < count; slot++)
            {
                int at = SlotsAt + (slot * RecordBytes);
                uint number = LittleEndian.ReadUInt32(_scratch, at);
                if (number > newest && number < uint.MaxValue && (int)((number - 1) % Slots) == slot && Holds(slot, number, count, digest32))
                {
                    newest = number;
                }
            }

            return newest;
        }

        private bool Holds(int slot, uint number, int count, byte[] digest32)
        {
            if (slot == 0 && number > 1)
            {
                // The record before lies in the last slot.
                if (count < Slots)
                {
                    return false;
                }

                Array.Copy(_scratch, NewChainAt - ChainBytes, _scratch, 0, ChainBytes);
            }

            int at = SlotsAt + (slot * RecordBytes);
            _digest.Compute(_scratch, at - ChainBytes, ChainBytes + FieldBytes, digest32);
            return ByteRange.AreEqual(digest32, 0, _scratch, at + FieldBytes, ChainBytes);
        }

        private void Fill(uint number, BootRecord before, BootRecord after, int events)
        {
            byte[] scratch = _scratch;
            const int Stage = 1 << (int)UpdateEvent.Stage;
            bool isTrial = (events & Stage) != 0 || before.Phase == UpdatePhase.Staged || before.Phase == UpdatePhase.Trial;
            LittleEndian.WriteInt32(scratch, NewAt, (int)number);
            LittleEndian.WriteInt32(scratch, NewAt + UptimeAt, (int)(_clock.UptimeMs / 1000));
            LittleEndian.WriteInt32(scratch, NewAt + BootRecordAt, (int)before.Sequence);
            LittleEndian.WriteInt16(scratch, NewAt + EventsAt, events);
            LittleEndian.WriteInt16(scratch, NewAt + ReasonAt, (int)after.LastReason);
            LittleEndian.WriteInt32(scratch, NewAt + BundleSequenceAt, (int)(isTrial ? before.TrialBundleSequence : before.ActiveBundleSequence));
            if (isTrial)
            {
                before.CopyTrialFingerprint(scratch, NewAt + FingerprintAt);
            }
            else
            {
                before.CopyActiveFingerprint(scratch, NewAt + FingerprintAt);
            }

            scratch[NewAt + PhaseAt] = (byte)after.Phase;
            scratch[NewAt + OutcomeAt] = (byte)after.LastOutcome;
            scratch[NewAt + ActiveBankAt] = (byte)after.ActiveBank;
            scratch[NewAt + AttemptsAt] = (byte)after.AttemptsLeft;
        }
    }
}
