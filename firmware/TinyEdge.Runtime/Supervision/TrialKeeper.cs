using TinyEdge.Bundles;
using TinyEdge.Runtime.Health;
using TinyEdge.Runtime.Sensing;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Runtime.Supervision
{
    /// <summary>
    /// Measures what the health gate asks for, once a period, and keeps the signal's baseline. Knows nothing of records:
    /// the supervisor acts on the verdict.
    /// </summary>
    public sealed class TrialKeeper
    {
        /// <summary>Between two judgements.</summary>
        public const int PeriodMs = 500;

        /// <summary>A stretch of signal that RMS and rates stand on.</summary>
        public const int StretchMs = 2000;

        private const int MinuteMs = 60000;

        private readonly IClock _clock;
        private readonly SignalMeter _meter;
        private readonly HealthState _health;
        private readonly SignalBaseline _baseline = new SignalBaseline();
        private readonly GateReadings _readings = new GateReadings();
        private readonly HealthGate _gate;
        private long _nextMs;
        private long _stretchStartMs;
        private long _samplesBefore;
        private int _overrunsBefore;
        private int _busErrorsBefore;
        private bool _hasStretch;

        public TrialKeeper(IClock clock, SignalMeter meter, HealthState health, RunningBundle running)
        {
            _clock = clock;
            _meter = meter;
            _health = health;
            _gate = new HealthGate(running, _baseline);
        }

        /// <summary>What the supervisor fills in: golden result, pool, heap, contact.</summary>
        public GateReadings Readings
        {
            get { return _readings; }
        }

        public HealthGate Gate
        {
            get { return _gate; }
        }

        /// <summary>Begins a trial's time and loads the baseline from before the update.</summary>
        public void Start(IFileStore files)
        {
            _baseline.TryLoad(files);
            _gate.Start(_clock.UptimeMs);
        }

        /// <summary>Notes how long a round of the loop took.</summary>
        public void NoteRound(long elapsedMs)
        {
            if (elapsedMs > _readings.WorstLoopMs)
            {
                _readings.WorstLoopMs = elapsedMs > int.MaxValue ? int.MaxValue : (int)elapsedMs;
            }
        }

        /// <summary>Closes a stretch of signal when it is long enough, in a trial or not: the next update wants a baseline.</summary>
        public void MeasureSignal(long nowMs)
        {
            long elapsed = nowMs - _stretchStartMs;
            if (elapsed < StretchMs)
            {
                return;
            }

            if (_meter.Samples > 0)
            {
                for (int axis = 0; axis < SignalMeter.Axes; axis++)
                {
                    _readings.Rms[axis] = _meter.RmsOf(axis);
                }
            }

            // A sensor that fell silent has no signal to compare with: an update must not be blamed for it.
            _readings.SignalMeasured = _meter.Samples > 0;
            _hasStretch = true;

            _readings.OverrunsPerMinute = PerMinute(_health.Overruns - _overrunsBefore, elapsed);
            _readings.BusErrorsPerMinute = PerMinute(_health.BusErrors - _busErrorsBefore, elapsed);
            _overrunsBefore = _health.Overruns;
            _busErrorsBefore = _health.BusErrors;
            _meter.Clear();
            _stretchStartMs = nowMs;
        }

        /// <summary>Judges when the period has passed.</summary>
        /// <returns>The verdict; Pending in between.</returns>
        public GateVerdict Judge(long nowMs, long samples, ResultCode sensorCode)
        {
            if (nowMs < _nextMs)
            {
                return GateVerdict.Pending;
            }

            _nextMs = nowMs + PeriodMs;
            _readings.SensorAnswers = samples != _samplesBefore && sensorCode == ResultCode.Ok;
            _samplesBefore = samples;
            _readings.LastingStageUs = _health.Latency.LastingUs();
            _readings.Windows = _health.Windows;
            GateVerdict verdict = _gate.Evaluate(_readings, nowMs);
            _readings.WorstLoopMs = 0;
            return verdict;
        }

        /// <summary>
        /// Writes down how the sensor is, before the reboot into a trial. A boot too short to know leaves no baseline rather than one that
        /// says silent: the gate would waive the windows for it.
        /// </summary>
        /// <param name="files">The volume.</param>
        /// <param name="sensorCode">What the sensor says just now: one that failed since the latest stretch does not count as answering.</param>
        public ResultCode SaveBaseline(IFileStore files, ResultCode sensorCode)
        {
            if (!_hasStretch)
            {
                return _baseline.TryForget(files);
            }

            _baseline.SensorAnswered = _readings.SignalMeasured && sensorCode == ResultCode.Ok;
            for (int axis = 0; axis < SignalMeter.Axes; axis++)
            {
                _baseline.Rms[axis] = _readings.Rms[axis];
            }

            _baseline.OverrunsPerMinute = _readings.OverrunsPerMinute;
            _baseline.BusErrorsPerMinute = _readings.BusErrorsPerMinute;
            return _baseline.TrySave(files);
        }

        private static int PerMinute(int count, long elapsedMs)
        {
            return elapsedMs <= 0 ? 0 : (int)((long)count * MinuteMs / elapsedMs);
        }
    }
}
