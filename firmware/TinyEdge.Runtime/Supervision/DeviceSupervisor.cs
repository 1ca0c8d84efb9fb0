using TinyEdge.Bundles;
using TinyEdge.Runtime.Health;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Runtime.Supervision
{
    /// <summary>
    /// The resident part of the device: chooses a bank, starts it, watches it, confirms or takes it back, and answers the
    /// links. <see cref="Boot"/> once, then <see cref="Step"/> for ever from the main loop, until
    /// <see cref="RebootDue"/>; link threads use <see cref="Dispatcher"/>. Nothing here throws.
    /// </summary>
    public sealed class DeviceSupervisor : IDeviceControl
    {
        /// <summary>Between the answer to a reboot or roll-back request and the reboot, so that the answer leaves.</summary>
        public const int RebootDelayMs = 300;

        /// <summary>A confirmed bundle that does not start is tried again after this time, in which links are served.</summary>
        public const int FailedStartDelayMs = 5000;

        /// <summary>Decisions in a row in which a confirmed application may throw before that counts as a crash.</summary>
        public const int CrashThrows = 8;

        private const int HealthyUptimeMs = 600000;
        private const int HeapPeriodMs = 10000;

        /// <summary>The health line leaves in pieces of this many bytes; its longest field is shorter by far.</summary>
        private const int HealthPieceBytes = 192;

        private const long Never = long.MaxValue;

        private readonly object _sync = new object();
        private readonly IBoard _board;
        private readonly UpdateEngine _engine;
        private readonly LockedUpdateSession _updates;
        private readonly HealthState _health = new HealthState();
        private readonly SignalMeter _meter = new SignalMeter();
        private readonly AppActions _actions = new AppActions();
        private readonly BundleStarter _starter;
        private readonly TrialKeeper _trial;
        private readonly DeviceReport _report;
        private readonly DeploymentBundle _bundle = new DeploymentBundle();
        private readonly LineWriter _healthLine;
        private CommandDispatcher _dispatcher;
        private PipelineRunner _pipeline;
        private ResultCode _startResult = ResultCode.NeedMore;
        private long _rebootAtMs = Never;
        private bool _rebootIsClean;
        private bool _settled;
        private bool _indicator;
        private int _rounds;
        private long _lastStepMs;
        private long _nextHeapMs;
        private long _nextHealthMs;

        public DeviceSupervisor(IBoard board)
        {
            _board = board;
            _healthLine = new LineWriter(new byte[HealthPieceBytes], board.Uart0);
            BundleParser parser = new BundleParser(board.Keys, board.BlockDigest);
            _engine = new UpdateEngine(board.Files, board.LinkClock, parser, board.Identity, board.Keys);
            _engine.BatteryPercent = board.BatteryPercent;
            _updates = new LockedUpdateSession(_engine, _sync);
            _starter = new BundleStarter(board);
            _trial = new TrialKeeper(board.Clock, _meter, _health, _engine.Running);
            _report = new DeviceReport(board, _engine, _health, _actions);
        }

        /// <summary>For the links; there once <see cref="Boot"/> has returned.</summary>
        public CommandDispatcher Dispatcher
        {
            get { return _dispatcher; }
        }

        public UpdateEngine Engine
        {
            get { return _engine; }
        }

        public HealthState Health
        {
            get { return _health; }
        }

        /// <summary>The running pipeline, or null when nothing could be started: links are served all the same.</summary>
        public PipelineRunner Pipeline
        {
            get { return _pipeline; }
        }

        /// <summary>Ok, or why the chosen bundle does not run.</summary>
        public ResultCode StartResult
        {
            get { return _startResult; }
        }

        /// <summary>Rounds of the main loop since boot, for a thread that watches it; wraps.</summary>
        public int Rounds
        {
            get { return _rounds; }
        }

        /// <summary>True when the main loop must reset the board.</summary>
        public bool RebootDue
        {
            get { return _board.Clock.UptimeMs >= _rebootAtMs; }
        }

        /// <summary>True when nothing but the pipeline goes on: no trial, no transfer, no reboot due.</summary>
        public bool IsIdle
        {
            get { return _pipeline != null && !IsCapturing && !_engine.InTrial && !_engine.Busy && _rebootAtMs == Never; }
        }

        public IUpdateSession Updates
        {
            get { return _updates; }
        }

        /// <summary>Chooses, verifies and starts what this boot runs. Verifying a bank takes seconds on the device: RSA-3072 and every digest.</summary>
        /// <returns>Ok, or why the chosen bundle does not run; what follows from that is arranged already.</returns>
        public ResultCode Boot()
        {
            _report.SetStoreResult(_engine.BeginBoot());
            ChallengeGate gate = new ChallengeGate(_board.Hmac, _board.DeviceKey, _board.LinkClock, (int)_engine.Record.Sequence);
            _dispatcher = new CommandDispatcher(this, gate, _board.LinkClock);
            string entryType;
            DeploymentBundle bundle = Bind(out entryType);
            ResultCode code = bundle == null ? ResultCode.MissingComponent : _starter.TryStart(bundle, entryType);
            _startResult = code;
            if (bundle != null)
            {
                _health.KeyTo(bundle.Fingerprint, 0);
            }

            if (code == ResultCode.Ok)
            {
                _pipeline = new PipelineRunner(_starter.Runtime, _starter.App, _starter.Settings.SensorRangeG, _actions, _health, _meter, _board.Clock);
                _pipeline.Start(_board.OpenSensor(_starter.Settings.Sensor));
            }

            _report.SetRunning(code, _starter.Pool, _pipeline, _starter.AppVersion);
            _trial.Readings.GoldenVectors = _starter.GoldenResult;
            _trial.Readings.PoolBytes = _starter.Pool == null ? 0 : _starter.Pool.TotalBytes;
            _trial.Start(_board.Files);
            _lastStepMs = _board.Clock.UptimeMs;
            if (code != ResultCode.Ok)
            {
                HandleFailedStart(code);
            }

            return code;
        }

        /// <summary>One round of the main loop.</summary>
        public void Step()
        {
            long now = _board.Clock.UptimeMs;
            _trial.NoteRound(now - _lastStepMs);
            _lastStepMs = now;
            _rounds++;
            if (_pipeline != null)
            {
                ResultCode result = _pipeline.Step();
                ShowIndicator();
                if (result != ResultCode.Ok)
                {
                    HandleAppThrow(result);
                }
            }

            now = _board.Clock.UptimeMs;
            _trial.MeasureSignal(now);
            MeasureHeap(now);
            if (_engine.InTrial)
            {
                JudgeTrial(now);
            }
            else if (!_settled && now >= HealthyUptimeMs && _startResult == ResultCode.Ok)
            {
                Settle();
            }

            WriteHealthLine(now);
        }

        /// <summary>The watching thread's last act before it resets the board: the reason outlives the reset.</summary>
        public void NoteStall()
        {
            lock (_sync)
            {
                _engine.NoteAttemptFailure(ResultCode.PipelineStalled);
            }
        }

        public void WriteIdentity(LineWriter line)
        {
            _report.WriteIdentity(line);
        }

        public void WriteHealth(LineWriter line)
        {
            _report.WriteHealth(line);
        }

        public void WriteBanks(LineWriter line)
        {
            _report.WriteBanks(line);
        }

        public void WriteAudit(LineWriter line)
        {
            lock (_sync)
            {
                _engine.WriteLog(line);
            }
        }

        public ResultCode Confirm()
        {
            lock (_sync)
            {
                return _engine.Confirm(_trial.Gate.Reason);
            }
        }

        public ResultCode Rollback()
        {
            lock (_sync)
            {
                ResultCode code = _engine.Rollback();
                if (code == ResultCode.Ok)
                {
                    ScheduleReboot(RebootDelayMs, false);
                }

                return code;
            }
        }

        public ResultCode RequestReboot()
        {
            lock (_sync)
            {
                ScheduleReboot(RebootDelayMs, true);
                return ResultCode.Ok;
            }
        }

        public ResultCode ProvisionKey(byte[] key)
        {
            lock (_sync)
            {
                return _board.TryStoreDeviceKey(key);
            }
        }

        public ResultCode ProvisionWifi(byte[] ssid, byte[] passphrase)
        {
            lock (_sync)
            {
                return _board.Wifi.TryProvision(ssid, passphrase);
            }
        }

        public bool IsCapturing
        {
            get { return _pipeline != null && _pipeline.CaptureUntilMs != 0; }
        }

        public ResultCode Capture(int seconds)
        {
            lock (_sync)
            {
                long now = _board.Clock.UptimeMs;
                if (seconds == 0)
                {
                    if (IsCapturing)
                    {
                        _pipeline.BeginCapture(now);
                    }

                    return ResultCode.Ok;
                }

                ResultCode code = _pipeline == null ? ResultCode.SensorNotFound : WhyNotCapture();
                code = code == ResultCode.Ok && !_pipeline.IsSensorStarted ? _pipeline.SensorCode : code;
                if (code == ResultCode.Ok)
                {
                    _pipeline.BeginCapture(now + (seconds * 1000L));
                }

                return code;
            }
        }

        public bool TryWriteCapture(LineWriter line, long silentMs)
        {
            if (!IsCapturing)
            {
                return false;
            }

            ResultCode end = silentMs >= WireLimits.CaptureSilenceMs ? ResultCode.RequestTimeout : WhyNotCapture();
            if (end == ResultCode.Ok && _board.Clock.UptimeMs < _pipeline.CaptureUntilMs)
            {
                return _pipeline.TryWriteSamples(line);
            }

            _pipeline.EndCapture();
            line.Begin();
            line.Add(WireLabels.Kind, WireCommands.CapturedKind);
            line.Add(WireLabels.Result, (int)end);
            line.Add(WireLabels.Samples, _pipeline.Samples);
            line.End();
            return true;
        }

        public void NoteCompanionContact()
        {
            _trial.Readings.CompanionContact = true;
        }

        /// <summary>Last act of the main loop before it resets the board.</summary>
        public void PrepareReboot()
        {
            lock (_sync)
            {
                if (_engine.Record.Phase == UpdatePhase.Staged)
                {
                    _trial.SaveBaseline(_board.Files, _pipeline == null ? ResultCode.SensorNotFound : _pipeline.SensorCode);
                }

                if (_rebootIsClean)
                {
                    _engine.MarkHealthyUptime();
                }
            }
        }

        private DeploymentBundle Bind(out string entryType)
        {
            entryType = null;
            if (_engine.RunningBank == Bank.Golden)
            {
                DeploymentBundle golden = _board.Golden;
                _engine.Running.FirmwareVersion = golden.FirmwareVersion;
                _engine.Running.ModelVersion = golden.ModelVersion;
                _engine.Running.ThresholdVersion = golden.ThresholdVersion;
                _engine.Running.CalibrationVersion = golden.CalibrationVersion;
                return golden;
            }

            BundleParser parser = _engine.Parser;
            entryType = EntryTypeOf(parser);
            FileByteSource file = new FileByteSource(_board.Files, Bank.FileOf(_engine.RunningBank));
            return _bundle.TryBind(parser, file) == ResultCode.Ok ? _bundle : null;
        }

        private static string EntryTypeOf(BundleParser parser)
        {
            int length = parser.Tlvs.EntryTypeLength;
            if (length == 0)
            {
                return null;
            }

            char[] name = new char[length];
            for (int i = 0; i < length; i++)
            {
                name[i] = (char)parser.Head[parser.Tlvs.EntryTypeOffset + i];
            }

            return new string(name);
        }

        private void HandleFailedStart(ResultCode code)
        {
            lock (_sync)
            {
                if (!_engine.InTrial)
                {
                    if (_engine.RunningBank != Bank.Golden)
                    {
                        // Counted as an unclean boot: after five of them the engine leaves this bank.
                        ScheduleReboot(FailedStartDelayMs, false);
                    }

                    return;
                }

                if (IsPassing(code))
                {
                    _engine.NoteAttemptFailure(code);
                }
                else
                {
                    _engine.FailTrial(code);
                }

                ScheduleReboot(RebootDelayMs, false);
            }
        }

        /// <summary>Failures that the next attempt may not have: the platform's loader has known races, and an application may depend on the world.</summary>
        private static bool IsPassing(ResultCode code)
        {
            return code == ResultCode.AppLoadFailed || code == ResultCode.AppThrew
                || code == ResultCode.StorageReadFailed;
        }

        private void JudgeTrial(long now)
        {
            long samples = _pipeline == null ? 0 : _pipeline.Samples;
            ResultCode sensor = _pipeline == null ? ResultCode.SensorNotFound : _pipeline.SensorCode;
            GateVerdict verdict = _trial.Judge(now, samples, sensor);
            if (verdict == GateVerdict.Fail)
            {
                FailTrial(_trial.Gate.Reason);
            }
            else if (verdict == GateVerdict.Pass && (_engine.Running.HealthFlags & HealthPolicy.NoAutoConfirm) == 0)
            {
                lock (_sync)
                {
                    _engine.Confirm(_trial.Gate.Reason);
                }
            }
        }

        /// <summary>
        /// A trial fails at once. A confirmed application that throws decision after decision has crashed: the boot counts as unclean, and
        /// five of those leave its bank. The golden application goes on: there is nothing better to go to.
        /// </summary>
        private void HandleAppThrow(ResultCode reason)
        {
            if (_engine.InTrial)
            {
                FailTrial(reason);
            }
            else if (_engine.RunningBank != Bank.Golden && _pipeline.AppThrowsInARow >= CrashThrows)
            {
                lock (_sync)
                {
                    ScheduleReboot(RebootDelayMs, false);
                }
            }
        }

        /// <summary>A trial is judged by its pipeline, and a transfer needs the console: neither shares the device with a capture.</summary>
        private ResultCode WhyNotCapture()
        {
            return _engine.InTrial ? ResultCode.TrialInProgress : _engine.Busy || _rebootAtMs != Never ? ResultCode.Busy : ResultCode.Ok;
        }

        private void FailTrial(ResultCode reason)
        {
            lock (_sync)
            {
                if (_engine.FailTrial(reason) == ResultCode.Ok || _engine.InTrial)
                {
                    ScheduleReboot(RebootDelayMs, false);
                }
            }
        }

        private void Settle()
        {
            lock (_sync)
            {
                _settled = true;
                _engine.MarkHealthyUptime();
            }
        }

        private void ScheduleReboot(int delayMs, bool clean)
        {
            if (_rebootAtMs == Never)
            {
                _rebootAtMs = _board.Clock.UptimeMs + delayMs;
                _rebootIsClean = clean;
            }
        }

        private void MeasureHeap(long now)
        {
            if (now >= _nextHeapMs)
            {
                _nextHeapMs = now + HeapPeriodMs;
                _health.FreeHeapBytes = _board.FreeHeapBytes;
                _trial.Readings.FreeHeapBytes = _health.FreeHeapBytes;
            }
        }

        private void ShowIndicator()
        {
            if (_indicator != _actions.Indicator)
            {
                _indicator = _actions.Indicator;
                _board.SetIndicator(_indicator);
            }
        }

        private void WriteHealthLine(long now)
        {
            if (now >= _nextHealthMs)
            {
                _nextHealthMs = now + _starter.HealthPeriodMs;
                _dispatcher.WriteHealthLine(_healthLine);
            }
        }
    }
}
