using TinyEdge.Bundles;
using TinyEdge.Runtime.Sensing;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Runtime.Update
{
    /// <summary>
    /// Safe updates: chooses what runs at boot, receives bundles into the spare bank, tries, confirms and takes back. The one
    /// object the supervisor talks to. Not thread-safe: the supervisor holds one lock around every call. Allocates in the constructor only.
    /// </summary>
    public sealed class UpdateEngine : IUpdateSession
    {
        private readonly IClock _clock;
        private readonly BundleParser _parser;
        private readonly DeviceIdentity _device;
        private readonly KeyRing _keys;
        private readonly KeyKeeper _keeper;
        private readonly BootJournal _journal;
        private readonly BankReader _reader;
        private readonly BootChooser _chooser;
        private readonly RunningBundle _running = new RunningBundle();
        private readonly SpareBankWriter _writer;
        private int _runningBank = Bank.Golden;
        private int _batteryPercent = BundlePolicy.BatteryUnknown;
        private bool _goingBack;

        /// <param name="files">The internal volume.</param>
        /// <param name="clock">Uptime for session expiry, wall clock (if set) for expiry of bundles.</param>
        /// <param name="parser">Shared by boot, transfers and read-back, one at a time; its trust store is <paramref name="keys"/>.</param>
        /// <param name="device">The device's own facts.</param>
        /// <param name="keys">Pinned keys; gets those of the keyring that the boot record names.</param>
        public UpdateEngine(IFileStore files, IClock clock, BundleParser parser, DeviceIdentity device, KeyRing keys)
        {
            _clock = clock;
            _parser = parser;
            _device = device;
            _keys = keys;
            _keeper = new KeyKeeper(keys, files, parser.Scratch);
            _journal = new BootJournal(files, new UpdateLog(files, parser.Digest, clock, parser.Scratch));
            _reader = new BankReader(files, parser);
            _chooser = new BootChooser(_journal, _reader, parser);
            BundlePolicy policy = new BundlePolicy(device, _journal.Current, keys);
            _writer = new SpareBankWriter(files, clock, parser, _reader, _journal, policy, _running);
        }

        /// <summary>The boot record that holds; to be read only.</summary>
        public BootRecord Record
        {
            get { return _journal.Current; }
        }

        /// <summary>What the running bundle said about itself.</summary>
        public RunningBundle Running
        {
            get { return _running; }
        }

        /// <summary>A, B or golden: what <see cref="BeginBoot"/> chose. The record's active bank may differ until the next reboot.</summary>
        public int RunningBank
        {
            get { return _runningBank; }
        }

        /// <summary>Holds the running bundle's head from <see cref="BeginBoot"/> to the first transfer: where its components lie, its entry type.</summary>
        public BundleParser Parser
        {
            get { return _parser; }
        }

        /// <summary>True while the running bank is on trial and neither confirmed nor taken back.</summary>
        public bool InTrial
        {
            get { return Record.Phase == UpdatePhase.Trial && _runningBank == Record.TrialBank; }
        }

        /// <summary>True once a reboot is all that is missing: a bundle is staged, or the record names another bank than the one that runs.</summary>
        public bool RebootPending
        {
            get { return Record.Phase == UpdatePhase.Staged || (!InTrial && _runningBank != Record.ActiveBank) || _goingBack; }
        }

        /// <summary>Ok, or KeyringLost while the build's keys stand in for those that the record names.</summary>
        public ResultCode KeyringResult
        {
            get { return _keeper.Result; }
        }

        /// <summary>True while a link owns a transfer.</summary>
        public bool Busy
        {
            get { return _writer.Busy; }
        }

        /// <summary>0 to 100, or <see cref="BundlePolicy.BatteryUnknown"/>; the supervisor sets it from its gauge.</summary>
        public int BatteryPercent
        {
            get { return _batteryPercent; }
            set { _batteryPercent = value; }
        }

        public int AcknowledgedOffset
        {
            get { return _writer.AcknowledgedOffset; }
        }

        public int ExpectedOffset
        {
            get { return _writer.ExpectedOffset; }
        }

        /// <summary>
        /// First call after power-on: reads the record, applies what the boot means, verifies the chosen bank. See
        /// <see cref="RunningBank"/>, <see cref="Running"/>, <see cref="Parser"/>.
        /// </summary>
        /// <returns>
        /// Ok; StorageLost or NoValidRecord (golden app, build-time floor); or why a record could not be written.
        /// In every case a bank or the golden app has been chosen.
        /// </returns>
        public ResultCode BeginBoot()
        {
            ResultCode loaded = _journal.Load(_device.BuildSecurityFloor, _keys.BuildEpoch);
            _keeper.Restore(Record);
            ResultCode recorded;
            _runningBank = _chooser.Choose(out recorded);
            if (_runningBank == Bank.Golden)
            {
                _running.TakeGolden();
            }
            else
            {
                _running.Take(_parser);
            }

            _goingBack = false;
            return loaded != ResultCode.Ok ? loaded : recorded;
        }

        /// <summary>Ten minutes of uptime, or a clean reboot: the unclean boots are forgiven. Writes only when there is something to forgive or to close.</summary>
        public ResultCode MarkHealthyUptime()
        {
            bool nothingToDo = Record.UncleanBoots == 0 && Record.Phase != UpdatePhase.Reverted;
            if (nothingToDo || InTrial || _goingBack || Record.Phase == UpdatePhase.Trial)
            {
                return ResultCode.Ok;
            }

            _journal.Begin();
            ResultCode code = _journal.Apply(UpdateEvent.Settle);
            return code == ResultCode.Ok ? _journal.TryCommit() : code;
        }

        /// <summary>An attempt of the trial ended early (load failure, exception): keeps the reason for when the attempts are used up. The supervisor then reboots.</summary>
        public ResultCode NoteAttemptFailure(ResultCode reason)
        {
            if (!InTrial)
            {
                return ResultCode.NotInTrial;
            }

            if (Record.LastReason == reason)
            {
                return ResultCode.Ok;
            }

            _journal.Begin();
            _journal.Apply(UpdateEvent.AttemptFailed, reason, 0);
            return _journal.TryCommit();
        }

        /// <summary>Makes the running trial the active bundle, and its keyring the one that holds, in one record.</summary>
        /// <param name="gate">What the health gate says now: Ok once it has passed.</param>
        /// <returns>Ok, NotInTrial, HealthGatePending, or why the record could not be written; the trial then goes on.</returns>
        public ResultCode Confirm(ResultCode gate)
        {
            if (!InTrial || !Record.IsTrialFingerprint(_running.Fingerprint, 0))
            {
                return ResultCode.NotInTrial;
            }

            if (gate != ResultCode.Ok)
            {
                return ResultCode.HealthGatePending;
            }

            _journal.Begin();
            _journal.Apply(UpdateEvent.Confirm, ResultCode.Ok, (int)_running.SecurityFloor);
            if (_running.KeyringLength == 0)
            {
                return _journal.TryCommit();
            }

            ResultCode code = _keeper.Prepare(_running, _runningBank, _journal.Next);
            if (code == ResultCode.Ok)
            {
                code = _journal.TryCommit();
            }

            if (code == ResultCode.Ok)
            {
                _keeper.TryAdopt(Record);
            }

            return code;
        }

        /// <summary>Ends the trial for good; the supervisor then reboots into the bank from before.</summary>
        public ResultCode FailTrial(ResultCode reason)
        {
            return InTrial ? GoBack(UpdateEvent.TrialFailed, reason, 0) : ResultCode.NotInTrial;
        }

        /// <summary>
        /// A person goes back: drops what is staged or on trial, else leaves the active bank for the other one, if it is good and not below the
        /// floor, or for the golden app. Takes effect with the next reboot; asking twice before it changes nothing more.
        /// </summary>
        /// <returns>Ok, NothingToRollBackTo when the golden app is active already, or why the record could not be written.</returns>
        public ResultCode Rollback()
        {
            if (_goingBack)
            {
                return ResultCode.Ok;
            }

            bool pending = Record.Phase == UpdatePhase.Staged || Record.Phase == UpdatePhase.Trial;
            if (!pending && Record.ActiveBank == Bank.Golden)
            {
                return ResultCode.NothingToRollBackTo;
            }

            _writer.Drop();
            int target = pending ? 0 : _chooser.FallbackOf(Record);
            return GoBack(UpdateEvent.OperatorRollback, ResultCode.OperatorRollback, target);
        }

        /// <summary>Adds the records of the update log to a line.</summary>
        public void WriteLog(LineWriter line)
        {
            _journal.WriteLog(line);
        }

        public ResultCode Open(byte[] fingerprint, int offset, int totalLength, int link, out int nextOffset)
        {
            nextOffset = 0;
            if (Record.Phase == UpdatePhase.Trial)
            {
                return ResultCode.TrialInProgress;
            }

            if (_goingBack || (_runningBank != Bank.Golden && _runningBank != Record.ActiveBank))
            {
                return ResultCode.RevertPending;
            }

            _writer.SetCircumstances(_batteryPercent, _clock.UnixSeconds);
            return _writer.Open(fingerprint, offset, totalLength, link, out nextOffset);
        }

        public ResultCode Feed(int position, byte[] buffer, int offset, int count, int link)
        {
            return _writer.Feed(position, buffer, offset, count, link);
        }

        public void DropPartial(int link)
        {
            _writer.DropPartial(link);
        }

        public ResultCode Finish(int link)
        {
            return _writer.Finish(link);
        }

        public ResultCode Abort(int link)
        {
            return _writer.Abort(link);
        }

        private ResultCode GoBack(UpdateEvent happened, ResultCode reason, int target)
        {
            _journal.Begin();
            ResultCode code = _journal.Apply(happened, reason, target);
            if (code == ResultCode.Ok)
            {
                code = _journal.TryCommit();
            }

            _goingBack = code == ResultCode.Ok;
            return code;
        }
    }
}
