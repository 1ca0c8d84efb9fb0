using System;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Runtime.Update
{
    /// <summary>
    /// Receives a bundle into the spare bank. Order of things: signature (parser), policy, space, record says WRITING, old content of the
    /// spare bank goes, head, verified blocks, read-back of everything, record says STAGED. The active bank's file is never named here.
    /// </summary>
    internal sealed class SpareBankWriter : IBundleSink
    {
        /// <summary>So many bad signatures in a row are taken at once; each further one waits.</summary>
        public const int FreeBadSignatures = 3;

        /// <summary>The first wait, milliseconds; it doubles with each bad signature up to <see cref="MaxWaitMs"/>.</summary>
        public const int FirstWaitMs = 2000;

        public const int MaxWaitMs = 64000;

        private readonly IFileStore _files;
        private readonly IClock _clock;
        private readonly BundleParser _parser;
        private readonly BankReader _reader;
        private readonly BootJournal _journal;
        private readonly BundlePolicy _policy;
        private readonly RunningBundle _running;
        private readonly TransferSession _session;
        private readonly byte[] _fingerprint = new byte[BundleFormat.FingerprintSize];
        private int _totalLength;
        private int _nextBlock;
        private int _batteryPercent;
        private long _unixSeconds;
        private int _badSignatures;
        private long _notBeforeMs;

        public SpareBankWriter(
            IFileStore files,
            IClock clock,
            BundleParser parser,
            BankReader reader,
            BootJournal journal,
            BundlePolicy policy,
            RunningBundle running)
        {
            _files = files;
            _clock = clock;
            _parser = parser;
            _reader = reader;
            _journal = journal;
            _policy = policy;
            _running = running;
            _session = new TransferSession(clock);
        }

        public bool Busy
        {
            get { return _session.IsLive; }
        }

        public int AcknowledgedOffset
        {
            get { return _session.IsLive && _parser.HeadAccepted ? OffsetOfBlock(_nextBlock) : 0; }
        }

        public int ExpectedOffset
        {
            get { return _session.IsLive ? _parser.Position : 0; }
        }

        private BootRecord Record
        {
            get { return _journal.Current; }
        }

        private int Spare
        {
            get { return Record.TrialBank != Bank.None ? Record.TrialBank : Bank.SpareOf(Record.ActiveBank); }
        }

        /// <summary>What the policy needs to know of the world, at the time of opening.</summary>
        public void SetCircumstances(int batteryPercent, long unixSeconds)
        {
            _batteryPercent = batteryPercent;
            _unixSeconds = unixSeconds;
        }

        public ResultCode Open(byte[] fingerprint, int offset, int totalLength, int link, out int nextOffset)
        {
            nextOffset = 0;
            if (_session.IsLive && !_session.IsOwner(link))
            {
                return ResultCode.Busy;
            }

            if (offset < 0 || offset > fingerprint.Length || BundleFormat.FingerprintSize > fingerprint.Length - offset)
            {
                return ResultCode.BadRequest;
            }

            if (_clock.UptimeMs < _notBeforeMs)
            {
                return ResultCode.RateLimited;
            }

            _session.Close();
            ResultCode code = CheckAnnouncement(fingerprint, offset, totalLength);
            if (code != ResultCode.Ok)
            {
                return code;
            }

            Array.Copy(fingerprint, offset, _fingerprint, 0, BundleFormat.FingerprintSize);
            _totalLength = totalLength;
            _nextBlock = 0;
            code = Resume();
            if (code == ResultCode.Ok)
            {
                _session.Open(link);
                nextOffset = _parser.Position;
            }

            return code;
        }

        public ResultCode Feed(int position, byte[] buffer, int offset, int count, int link)
        {
            ResultCode code = _session.Check(link);
            if (code != ResultCode.Ok)
            {
                return code;
            }

            if (position != _parser.Position)
            {
                return ResultCode.OffsetMismatch;
            }

            int consumed;
            code = _parser.Feed(buffer, offset, count, this, out consumed);
            if (code == ResultCode.NeedMore)
            {
                return ResultCode.Ok;
            }

            if (code != ResultCode.Ok)
            {
                NoteRefusal(code);
                Recover();
            }

            return code;
        }

        /// <summary>A signature takes the device about a second to check: one that sends bad ones without end must not have all of them.</summary>
        private void NoteRefusal(ResultCode code)
        {
            if (code == ResultCode.BadSignature && ++_badSignatures >= FreeBadSignatures)
            {
                int doublings = _badSignatures - FreeBadSignatures;
                int wait = doublings < 5 ? FirstWaitMs << doublings : MaxWaitMs;
                _notBeforeMs = _clock.UptimeMs + wait;
            }
        }

        public void DropPartial(int link)
        {
            if (!_session.IsOwner(link))
            {
                return;
            }

            if (_parser.HeadAccepted)
            {
                _parser.ResumeAtBlock(_nextBlock);
            }
            else
            {
                _parser.Reset();
            }
        }

        /// <summary>Ok once STAGED is on flash. After a read-back mismatch the session is closed; opening again resumes at the bad block.</summary>
        public ResultCode Finish(int link)
        {
            ResultCode code = _session.Check(link);
            if (code != ResultCode.Ok)
            {
                return code;
            }

            if (!_parser.Complete)
            {
                return ResultCode.IncompleteUpdate;
            }

            _session.Close();
            if (Record.Phase == UpdatePhase.Staged)
            {
                // The answer to an earlier Finish was lost; opening has just verified the bank again.
                return ResultCode.Ok;
            }

            Array.Copy(_fingerprint, 0, _reader.Expected, 0, BundleFormat.FingerprintSize);
            code = _reader.TryVerify(Spare, false);
            if (code != ResultCode.Ok)
            {
                return code == ResultCode.StorageReadFailed ? code : ResultCode.ReadBackMismatch;
            }

            code = _parser.CheckKeyring(_reader);
            if (code != ResultCode.Ok)
            {
                return RefuseKeyring(code);
            }

            _journal.Begin();
            code = _journal.Apply(UpdateEvent.Stage, ResultCode.Ok, _parser.Manifest.TrialAttempts);
            return code == ResultCode.Ok ? _journal.TryCommit() : code;
        }

        /// <summary>A bundle whose keyring is refused is not kept for a second try; one that could not be read is.</summary>
        private ResultCode RefuseKeyring(ResultCode code)
        {
            if (code != ResultCode.StorageReadFailed)
            {
                _journal.Begin();
                if (_journal.Apply(UpdateEvent.GiveUp) == ResultCode.Ok)
                {
                    // If this record cannot be written, the spare bank stays in Writing: not bootable either.
                    _journal.TryCommit();
                }
            }

            return code;
        }

        public ResultCode Abort(int link)
        {
            ResultCode code = _session.Check(link);
            if (code != ResultCode.Ok)
            {
                return code;
            }

            bool wasWriting = _parser.HeadAccepted && Record.Phase == UpdatePhase.Writing;
            _session.Close();
            if (!wasWriting)
            {
                return ResultCode.Ok;
            }

            _journal.Begin();
            _journal.Apply(UpdateEvent.GiveUp);
            return _journal.TryCommit();
        }

        /// <summary>Closes whatever session there is; the record stays.</summary>
        public void Drop()
        {
            _session.Close();
        }

        public ResultCode OnHead(BundleParser parser)
        {
            if (!ByteRange.AreEqual(parser.Fingerprint, 0, _fingerprint, 0, BundleFormat.FingerprintSize))
            {
                return ResultCode.WrongBundle;
            }

            if (parser.Prefix.TotalLength != _totalLength)
            {
                return ResultCode.BadLength;
            }

            _badSignatures = 0;
            ResultCode code = _policy.Check(parser, _running, _batteryPercent, _unixSeconds);
            if (code == ResultCode.Ok)
            {
                code = ClaimSpare(parser.Manifest.Sequence);
            }

            if (code == ResultCode.Ok)
            {
                code = DeleteOldContent();
            }

            if (code == ResultCode.Ok)
            {
                code = _files.TryWrite(Bank.FileOf(Spare), 0, parser.Head, 0, parser.PayloadOffset);
            }

            if (code == ResultCode.Ok)
            {
                _session.NoteProgress();
            }

            return code;
        }

        public ResultCode OnBlock(BundleParser parser, int index, byte[] block)
        {
            ResultCode code = _files.TryWrite(Bank.FileOf(Spare), OffsetOfBlock(index), block, 0, parser.Prefix.BlockSize);
            if (code == ResultCode.Ok)
            {
                _nextBlock = index + 1;
                _session.NoteProgress();
            }

            return code;
        }

        private int OffsetOfBlock(int index)
        {
            return _parser.PayloadOffset + (index * _parser.Prefix.BlockSize);
        }

        /// <summary>What can be said before a byte of the bundle is here; the fingerprint is a claim, so it can only spare work.</summary>
        private ResultCode CheckAnnouncement(byte[] fingerprint, int offset, int totalLength)
        {
            if (Record.ActiveBank != Bank.Golden && Record.IsActiveFingerprint(fingerprint, offset))
            {
                return ResultCode.AlreadyInstalled;
            }

            int kept = Record.ActiveBank == Bank.Golden ? 0 : _files.Length(Bank.FileOf(Record.ActiveBank));
            return BankSpace.Check(totalLength, kept, _files.VolumeBytes);
        }

        /// <summary>Keeps what is already in the spare bank, if the record and the flash both say that it is this bundle.</summary>
        private ResultCode Resume()
        {
            bool kept = Record.Phase == UpdatePhase.Writing || Record.Phase == UpdatePhase.Staged;
            if (kept && Record.IsTrialFingerprint(_fingerprint, 0))
            {
                Array.Copy(_fingerprint, 0, _reader.Expected, 0, BundleFormat.FingerprintSize);
                _reader.TryRead(Spare, false);
                if (_parser.HeadAccepted && _parser.Prefix.TotalLength == _totalLength)
                {
                    _nextBlock = _reader.VerifiedBlocks;
                    _parser.ResumeAtBlock(_nextBlock);
                    return _policy.Check(_parser, _running, _batteryPercent, _unixSeconds);
                }
            }

            _parser.Reset();
            return ResultCode.Ok;
        }

        /// <summary>After a refusal: a bad block is asked for again, a bad head ends the session.</summary>
        private void Recover()
        {
            if (_parser.HeadAccepted)
            {
                _parser.ResumeAtBlock(_nextBlock);
            }
            else
            {
                _parser.Reset();
                _session.Close();
            }
        }

        private ResultCode ClaimSpare(uint bundleSequence)
        {
            if (Record.Phase == UpdatePhase.Writing
                && Record.TrialBundleSequence == bundleSequence
                && Record.IsTrialFingerprint(_fingerprint, 0))
            {
                return ResultCode.Ok;
            }

            _journal.Begin();
            ResultCode code = _journal.Claim(Spare, bundleSequence, _fingerprint, 0);
            return code == ResultCode.Ok ? _journal.TryCommit() : code;
        }

        /// <summary>The record says by now that the spare bank holds nothing. Beside the golden app both banks are spare.</summary>
        private ResultCode DeleteOldContent()
        {
            ResultCode code = _files.TryDelete(Bank.FileOf(Spare));
            if (code == ResultCode.Ok && Record.ActiveBank == Bank.Golden)
            {
                code = _files.TryDelete(Bank.FileOf(Bank.SpareOf(Spare)));
            }

            return code;
        }
    }
}
