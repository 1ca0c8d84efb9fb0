using TinyEdge.Bundles;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Runtime.Update
{
    /// <summary>
    /// The boot record in memory and its changes. A change is begun, one or more events are applied to a copy by the table,
    /// and the copy is committed as one record; what is not committed never happened.
    /// </summary>
    public sealed class BootJournal
    {
        private readonly BootRecordStore _store;
        private readonly BootRecord _current = new BootRecord();
        private readonly BootRecord _next = new BootRecord();
        private readonly UpdateLog _log;
        private int _noted;

        /// <param name="files">The volume.</param>
        /// <param name="log">Gets what changes what runs.</param>
        public BootJournal(IFileStore files, UpdateLog log)
        {
            _store = new BootRecordStore(files);
            _log = log;
        }

        /// <summary>The record that holds. Not to be changed from outside.</summary>
        public BootRecord Current
        {
            get { return _current; }
        }

        /// <summary>The copy that events are applied to, good from <see cref="Begin"/> to <see cref="TryCommit"/>.</summary>
        public BootRecord Next
        {
            get { return _next; }
        }

        /// <summary>Reads the record; without a valid one the factory record holds.</summary>
        /// <returns>Ok, StorageLost or NoValidRecord.</returns>
        public ResultCode Load(uint buildSecurityFloor, int keyringEpoch)
        {
            ResultCode code = _store.TryLoad(_current);
            if (code != ResultCode.Ok)
            {
                _current.SetFactory(buildSecurityFloor, keyringEpoch);
                _current.LastReason = code;
            }

            return code;
        }

        public void Begin()
        {
            _next.CopyFrom(_current);
            _noted = 0;
        }

        /// <summary>Applies an event that carries nothing.</summary>
        /// <returns>Ok or InvalidTransition; then nothing changed.</returns>
        public ResultCode Apply(UpdateEvent happened)
        {
            return Apply(happened, ResultCode.Ok, 0);
        }

        /// <summary>Applies an event to the copy.</summary>
        /// <param name="happened">Any event but BeginWrite, which is <see cref="Claim"/>.</param>
        /// <param name="reason">Why, for those events that go back.</param>
        /// <param name="value">Stage: attempts. Confirm: security floor of the bundle. SwitchActive events: the bank to go to.</param>
        public ResultCode Apply(UpdateEvent happened, ResultCode reason, int value)
        {
            UpdatePhase phase;
            UpdateAction action;
            ResultCode code = UpdateStateMachine.TryNext(_next.Phase, happened, out phase, out action);
            if (code == ResultCode.Ok)
            {
                Act(action, happened, reason, value);
                _next.Phase = phase;
            }

            return code;
        }

        /// <summary>Applies BeginWrite: the spare bank is this bundle's, and nothing in it can be booted any more.</summary>
        public ResultCode Claim(int bank, uint bundleSequence, byte[] fingerprint, int offset)
        {
            ResultCode code = Apply(UpdateEvent.BeginWrite);
            if (code == ResultCode.Ok)
            {
                _next.SetTrial(bank, bundleSequence, fingerprint, offset);
            }

            return code;
        }

        /// <summary>Writes the copy; on success it is the record that holds.</summary>
        /// <returns>Ok, StorageFull, StorageWriteFailed or ReadBackMismatch.</returns>
        public ResultCode TryCommit()
        {
            if (_noted != 0)
            {
                _log.Note(_current, _next, _noted, _store.Scratch);
            }

            ResultCode code = _store.TryCommit(_next);
            if (code == ResultCode.Ok)
            {
                _current.CopyFrom(_next);
            }

            return code;
        }

        /// <summary>Writes the log's records into a line. Between changes only: the copy gives its room.</summary>
        public void WriteLog(LineWriter line)
        {
            _log.Write(line, _next.Bytes);
        }

        private void Act(UpdateAction action, UpdateEvent happened, ResultCode reason, int value)
        {
            if (action == UpdateAction.ArmTrial || action == UpdateAction.DropTrial || action == UpdateAction.SwitchActive || action == UpdateAction.Promote)
            {
                _noted |= 1 << (int)happened;
            }

            switch (action)
            {
                case UpdateAction.ClaimSpare:
                case UpdateAction.ForgetSpare:
                    _next.ClearTrial();
                    break;
                case UpdateAction.ArmTrial:
                    _next.AttemptsLeft = value;
                    _next.LastReason = ResultCode.Ok;
                    break;
                case UpdateAction.SpendAttempt:
                    _next.AttemptsLeft--;
                    break;
                case UpdateAction.CountBoot:
                    _next.UncleanBoots = Following(_next.UncleanBoots);
                    break;
                case UpdateAction.DropTrial:
                    DropTrial(happened, reason);
                    break;
                case UpdateAction.SwitchActive:
                    SwitchActive(happened, reason, value);
                    break;
                case UpdateAction.NoteReason:
                    _next.LastReason = reason;
                    break;
                case UpdateAction.Promote:
                    Promote((uint)value);
                    break;
                case UpdateAction.ClearBoots:
                    _next.UncleanBoots = 0;
                    break;
                case UpdateAction.CloseReport:
                    _next.UncleanBoots = 0;
                    _next.ClearTrial();
                    break;
                default:
                    break;
            }
        }

        /// <summary>Keeps the failed bundle's sequence and fingerprint in the record until the outcome was reported.</summary>
        private void DropTrial(UpdateEvent happened, ResultCode reason)
        {
            if (happened == UpdateEvent.TrialFailed || happened == UpdateEvent.AttemptsUsedUp)
            {
                CountFailure(_next.TrialBundleSequence);
            }

            _next.TrialBank = Bank.None;
            _next.AttemptsLeft = 0;
            _next.UncleanBoots = 0;
            _next.LastOutcome = happened == UpdateEvent.OperatorRollback ? UpdateOutcome.RolledBack : UpdateOutcome.Reverted;
            _next.LastReason = reason;
        }

        private void SwitchActive(UpdateEvent happened, ResultCode reason, int target)
        {
            if (happened == UpdateEvent.CrashLoop)
            {
                CountFailure(_next.ActiveBundleSequence);
            }

            if (target == Bank.Golden)
            {
                _next.SetActiveGolden();
            }
            else
            {
                _next.ExchangeActiveAndTrial(target);
            }

            _next.ClearTrial();
            _next.UncleanBoots = 0;
            _next.LastOutcome = happened == UpdateEvent.OperatorRollback ? UpdateOutcome.RolledBack : UpdateOutcome.FellBack;
            _next.LastReason = reason;
        }

        private void Promote(uint securityFloor)
        {
            _next.ExchangeActiveAndTrial(_next.TrialBank);
            _next.AttemptsLeft = 0;
            _next.UncleanBoots = 0;
            _next.LastOutcome = UpdateOutcome.Confirmed;
            _next.LastReason = ResultCode.Ok;
            if (securityFloor > _next.SecurityFloor)
            {
                _next.SecurityFloor = securityFloor;
            }

            if (_next.ActiveBundleSequence > _next.ConfirmedSequence)
            {
                _next.ConfirmedSequence = _next.ActiveBundleSequence;
            }
        }

        private void CountFailure(uint bundleSequence)
        {
            if (_next.FailedSequence == bundleSequence)
            {
                _next.FailedCount = Following(_next.FailedCount);
            }
            else
            {
                _next.FailedSequence = bundleSequence;
                _next.FailedCount = 1;
            }
        }

        private static int Following(int count)
        {
            return count < 255 ? count + 1 : 255;
        }
    }
}
