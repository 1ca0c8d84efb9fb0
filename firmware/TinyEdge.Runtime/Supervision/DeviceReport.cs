using TinyEdge.Bundles;
using TinyEdge.Runtime.Detection;
using TinyEdge.Runtime.Health;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Runtime.Supervision
{
    /// <summary>
    /// Writes the three records that a device tells of itself; SPEC.md has every label. Reads without the supervisor's lock and
    /// without touching flash, so that health is served while a bank is being verified: a figure may be one round old. A lock of its own
    /// keeps the threads of two links off the one scratch buffer.
    /// </summary>
    public sealed class DeviceReport
    {
        private readonly IBoard _board;
        private readonly UpdateEngine _engine;
        private readonly HealthState _health;
        private readonly AppActions _actions;
        private readonly byte[] _fingerprint = new byte[BootRecord.FingerprintBytes];
        private readonly object _sync = new object();
        private byte[] _labels;
        private StaticPool _pool;
        private PipelineRunner _pipeline;
        private int _appVersion;
        private ResultCode _startResult = ResultCode.NeedMore;
        private ResultCode _storeAtBoot;

        public DeviceReport(IBoard board, UpdateEngine engine, HealthState health, AppActions actions)
        {
            _board = board;
            _engine = engine;
            _health = health;
            _actions = actions;
        }

        /// <summary>Ok, or what was wrong with the volume when the boot read its record: nothing on it, no valid record, not writable.</summary>
        public void SetStoreResult(ResultCode storeAtBoot)
        {
            _storeAtBoot = storeAtBoot;
        }

        /// <summary>Names what runs, once the boot knows it.</summary>
        /// <param name="startResult">Ok, or why the chosen bundle does not run.</param>
        /// <param name="pool">Memory account, or null before the start.</param>
        /// <param name="pipeline">The running pipeline, or null when it could not be started.</param>
        /// <param name="appVersion">What the application said of itself when it was configured.</param>
        public void SetRunning(ResultCode startResult, StaticPool pool, PipelineRunner pipeline, int appVersion)
        {
            _startResult = startResult;
            _pool = pool;
            _appVersion = appVersion;
            if (pipeline != null)
            {
                ReadLabels(pipeline.Runtime.Model);
            }

            _pipeline = pipeline;
        }

        public void WriteIdentity(LineWriter line)
        {
            DeviceIdentity identity = _board.Identity;
            line.AddHex(WireLabels.DeviceId, _board.DeviceId, 0, _board.DeviceId.Length);
            line.Add(WireLabels.Vendor, identity.Vendor);
            line.Add(WireLabels.DeviceClass, identity.DeviceClass);
            line.Add(WireLabels.HardwareRevision, identity.HardwareRevision);
            line.Add(WireLabels.Environment, identity.Environment);
            line.AddVersion(WireLabels.RuntimeVersion, identity.RuntimeVersion);
            line.Add(WireLabels.ProtocolVersion, WireLimits.ProtocolVersion);
            line.Add(WireLabels.FrontEndVersion, identity.FrontEndVersion);
            line.AddHex(WireLabels.Natives, identity.NativeChecksums, 0, DeviceIdentity.NativeChecksumBytes);
            KeyRing keys = _board.Keys;
            line.AddHex(WireLabels.KeyIds, keys.Ids, 0, keys.Count * PublicKey.KeyIdSize);
            line.Add(WireLabels.KeyringEpoch, keys.Epoch);
        }

        public void WriteBanks(LineWriter line)
        {
            BootRecord record = _engine.Record;
            WriteState(line);
            line.Add(WireLabels.TrialBank, NameOf(record.TrialBank, "none"));
            line.Add(WireLabels.AttemptsLeft, record.AttemptsLeft);
            line.Add(WireLabels.SecurityFloor, record.SecurityFloor);
            line.Add(WireLabels.KeyringEpoch, record.KeyringEpoch);
            line.Add(WireLabels.RecordSequence, record.Sequence);
            line.Add(WireLabels.ConfirmedSequence, record.ConfirmedSequence);
            line.Add(WireLabels.FailedSequence, record.FailedSequence);
            line.Add(WireLabels.FailedCount, record.FailedCount);
            lock (_sync)
            {
                WriteBank(line, Bank.A, WireLabels.BankAState, WireLabels.BankASequence, WireLabels.BankAFingerprint);
                WriteBank(line, Bank.B, WireLabels.BankBState, WireLabels.BankBSequence, WireLabels.BankBFingerprint);
            }
        }

        public void WriteHealth(LineWriter line)
        {
            RunningBundle running = _engine.Running;
            line.AddText(WireLabels.BundleId, running.BundleId, 0, BundleFormat.BundleIdSize);
            line.Add(WireLabels.BundleSequence, running.Sequence);
            line.AddHex(WireLabels.Fingerprint, running.Fingerprint, 0, BundleFormat.FingerprintSize);
            line.AddVersion(WireLabels.FirmwareVersion, running.FirmwareVersion);
            line.AddVersion(WireLabels.ModelVersion, running.ModelVersion);
            line.AddVersion(WireLabels.ThresholdVersion, running.ThresholdVersion);
            line.AddVersion(WireLabels.CalibrationVersion, running.CalibrationVersion);
            WriteState(line);
            line.Add(WireLabels.AttemptsLeft, _engine.Record.AttemptsLeft);
            line.Add(WireLabels.UptimeMs, _board.Clock.UptimeMs);
            line.Add(WireLabels.RecordSequence, _engine.Record.Sequence);
            line.Add(WireLabels.UncleanBoots, _engine.Record.UncleanBoots);
            line.Add(WireLabels.StartResult, (int)_startResult);
            line.Add(WireLabels.HeapFreeBytes, _health.FreeHeapBytes);
            if (_pool != null)
            {
                line.Add(WireLabels.PoolBytes, _pool.TotalBytes);
                line.Add(WireLabels.PoolBudgetBytes, _pool.BudgetBytes);
            }

            WriteBoard(line);
            if (_pipeline != null)
            {
                WritePipeline(line);
            }
        }

        private void WriteBoard(LineWriter line)
        {
            IBoard board = _board;
            line.Add(WireLabels.WifiResult, (int)board.Wifi.State);
            line.Add(WireLabels.WifiJoins, board.Wifi.Joins);
            line.Add(WireLabels.KeyResult, (int)(board.DeviceKey == null ? ResultCode.DeviceKeyMissing : ResultCode.Ok));
            line.Add(WireLabels.KeyringResult, (int)_engine.KeyringResult);
            line.Add(WireLabels.StoreResult, (int)(board.StoreResult == ResultCode.Ok ? _storeAtBoot : board.StoreResult));
            line.Add(WireLabels.ClockResult, (int)(board.Clock.UnixSeconds == 0 ? ResultCode.ClockNotSet : ResultCode.Ok));
            line.Add(WireLabels.SleptMs, board.SleptMs);
        }

        private void WriteState(LineWriter line)
        {
            BootRecord record = _engine.Record;
            line.Add(WireLabels.Bank, NameOf(_engine.RunningBank, WireLabels.BankGolden));
            line.Add(WireLabels.Phase, (int)record.Phase);
            line.Add(WireLabels.Outcome, (int)record.LastOutcome);
            line.Add(WireLabels.Reason, (int)record.LastReason);
        }

        private void WritePipeline(LineWriter line)
        {
            HealthState health = _health;
            StageLatency latency = health.Latency;
            line.Add(WireLabels.AcquireWorstUs, latency.WorstUs(PipelineStage.Acquire));
            line.Add(WireLabels.FrontEndWorstUs, latency.WorstUs(PipelineStage.FrontEnd));
            line.Add(WireLabels.InferenceWorstUs, latency.WorstUs(PipelineStage.Network));
            line.Add(WireLabels.DecideWorstUs, latency.WorstUs(PipelineStage.Decide));
            line.Add(WireLabels.SensorResult, (int)_pipeline.SensorCode);
            line.Add(WireLabels.Samples, _pipeline.Samples);
            long captureMs = _pipeline.CaptureUntilMs - _board.Clock.UptimeMs;
            line.Add(WireLabels.CaptureMs, captureMs > 0 ? captureMs : 0);
            line.Add(WireLabels.Overruns, health.Overruns);
            line.Add(WireLabels.BusErrors, health.BusErrors);
            line.Add(WireLabels.DroppedWindows, health.DroppedWindows);
            line.Add(WireLabels.Windows, health.Windows);

            Decision decision = _pipeline.Runtime.Detector.Current;
            int classIndex = decision.ClassIndex;

            // The application was given the decision and may have written to it.
            if (classIndex >= 0 && classIndex < _labels.Length / ModelFormat.LabelBytes)
            {
                line.AddText(WireLabels.ClassName, _labels, classIndex * ModelFormat.LabelBytes, ModelFormat.LabelBytes);
            }

            line.Add(WireLabels.ClassIndex, classIndex);
            line.Add(WireLabels.Score, decision.SmoothedScore);
            line.Add(WireLabels.Alarm, decision.Alarm ? 1 : 0);
            line.Add(WireLabels.Alarms, health.Alarms);
            for (int bin = 0; bin < HealthState.ScoreBins; bin++)
            {
                line.Add(WireLabels.ScoreHistogram(bin), health.ScoreHistogram[bin]);
            }

            line.Add(WireLabels.ScoreMeanQ8, health.Score.MeanQ8);
            line.Add(WireLabels.ScoreVarianceQ16, health.Score.VarianceQ16);
            line.Add(WireLabels.FeatureMeanQ8, health.FeatureMean.MeanQ8);
            line.Add(WireLabels.FeatureVarianceQ16, health.FeatureMean.VarianceQ16);
            line.AddVersion(WireLabels.AppVersion, (uint)_appVersion);
            line.Add(WireLabels.AppThrows, _pipeline.AppThrows);
            for (int slot = 0; slot < AppActions.FigureCount; slot++)
            {
                line.Add(WireLabels.AppFigure(slot), _actions.Figure(slot));
            }
        }

        private void ReadLabels(ModelReader model)
        {
            _labels = new byte[model.LabelCount * ModelFormat.LabelBytes];
            for (int i = 0; i < model.LabelCount; i++)
            {
                model.TryReadLabel(i, _labels, i * ModelFormat.LabelBytes);
            }
        }

        /// <summary>What the record knows of a bank: running, on trial, earlier, being written, or nothing.</summary>
        private void WriteBank(LineWriter line, int bank, string stateLabel, string sequenceLabel, string fingerprintLabel)
        {
            BootRecord record = _engine.Record;
            line.Add(stateLabel, StateOf(record, bank));
            if (bank == record.ActiveBank)
            {
                record.CopyActiveFingerprint(_fingerprint, 0);
                line.Add(sequenceLabel, record.ActiveBundleSequence);
            }
            else if (bank == record.TrialBank || record.OtherIsGood)
            {
                record.CopyTrialFingerprint(_fingerprint, 0);
                line.Add(sequenceLabel, record.TrialBundleSequence);
            }
            else
            {
                return;
            }

            line.AddHex(fingerprintLabel, _fingerprint, 0, BootRecord.FingerprintBytes);
        }

        private static string StateOf(BootRecord record, int bank)
        {
            if (bank == record.ActiveBank)
            {
                return "active";
            }

            if (bank == record.TrialBank)
            {
                return record.Phase == UpdatePhase.Writing ? "writing" : record.Phase == UpdatePhase.Staged ? "staged" : "trial";
            }

            return record.OtherIsGood ? "previous" : "empty";
        }

        private static string NameOf(int bank, string none)
        {
            return bank == Bank.A ? WireLabels.BankA : bank == Bank.B ? WireLabels.BankB : none;
        }
    }
}
