using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Runtime.Health
{
    /// <summary>
    /// Judges a trial. What the bundle alone is answerable for (golden vectors, time, memory) fails at once. What the world can
    /// cause too (sensor, signal, loop) fails only when it was better before the update and stays bad for the grace time.
    /// </summary>
    public sealed class HealthGate
    {
        /// <summary>How long sensor, signal or loop may be bad without a break.</summary>
        public const int GraceMs = 15000;

        /// <summary>A round of the supervisor's loop that takes longer is late.</summary>
        public const int LoopLimitMs = 2000;

        private const int Sensor = 0;
        private const int Signal = 1;
        private const int Loop = 2;
        private const int GraceCount = 3;
        private const long NotBad = -1;

        private readonly RunningBundle _bundle;
        private readonly SignalBaseline _baseline;
        private readonly long[] _badSinceMs = new long[GraceCount];
        private long _startMs;
        private ResultCode _reason = ResultCode.HealthGatePending;

        public HealthGate(RunningBundle bundle, SignalBaseline baseline)
        {
            _bundle = bundle;
            _baseline = baseline;
            Start(0);
        }

        /// <summary>Ok after a pass, HealthGatePending while pending, else why the trial failed.</summary>
        public ResultCode Reason
        {
            get { return _reason; }
        }

        /// <summary>Begins the trial's time; called when the trial bank has been loaded.</summary>
        public void Start(long uptimeMs)
        {
            _startMs = uptimeMs;
            _reason = ResultCode.HealthGatePending;
            for (int i = 0; i < GraceCount; i++)
            {
                _badSinceMs[i] = NotBad;
            }
        }

        /// <summary>Judges anew; a pass holds only until the next evaluation says otherwise.</summary>
        public GateVerdict Evaluate(GateReadings now, long uptimeMs)
        {
            ResultCode failure = FindOwnFault(now);
            if (failure == ResultCode.Ok)
            {
                failure = FindLastingFault(now, uptimeMs);
            }

            bool complete = IsComplete(now, uptimeMs);
            if (failure == ResultCode.Ok && uptimeMs - _startMs >= _bundle.TrialDeadlineSeconds * 1000L)
            {
                failure = WhatWasMissing(now, uptimeMs);
            }

            if (failure != ResultCode.Ok)
            {
                _reason = failure;
                return GateVerdict.Fail;
            }

            _reason = complete ? ResultCode.Ok : ResultCode.HealthGatePending;
            return complete ? GateVerdict.Pass : GateVerdict.Pending;
        }

        private ResultCode FindOwnFault(GateReadings now)
        {
            if (now.GoldenVectors != ResultCode.Ok && now.GoldenVectors != ResultCode.NeedMore)
            {
                return now.GoldenVectors;
            }

            if (now.LastingStageUs > _bundle.MaxLatencyMs * 1000)
            {
                return ResultCode.StageTooSlow;
            }

            if (now.PoolBytes > _bundle.PeakRamBudgetBytes)
            {
                return ResultCode.PoolOverBudget;
            }

            bool heapLow = now.FreeHeapBytes >= 0 && now.FreeHeapBytes < _bundle.HeapFloorBytes;
            return heapLow ? ResultCode.HeapBelowFloor : ResultCode.Ok;
        }

        private ResultCode FindLastingFault(GateReadings now, long uptimeMs)
        {
            bool compare = _baseline.IsKnown && _baseline.SensorAnswered && now.SignalMeasured && now.SensorAnswers;
            bool worse = compare && _baseline.IsWorse(now.Rms, now.OverrunsPerMinute, now.BusErrorsPerMinute);
            bool sensorLasts = Lasts(Sensor, !now.SensorAnswers && !WasSilentBefore(), uptimeMs);
            bool signalLasts = Lasts(Signal, worse, uptimeMs);
            bool loopLasts = Lasts(Loop, now.WorstLoopMs > LoopLimitMs, uptimeMs);
            if (sensorLasts)
            {
                return ResultCode.SensorSilent;
            }

            if (signalLasts)
            {
                return ResultCode.SignalWorseThanBaseline;
            }

            return loopLasts ? ResultCode.SupervisorLate : ResultCode.Ok;
        }

        private bool Lasts(int which, bool bad, long uptimeMs)
        {
            if (!bad)
            {
                _badSinceMs[which] = NotBad;
                return false;
            }

            if (_badSinceMs[which] == NotBad)
            {
                _badSinceMs[which] = uptimeMs;
            }

            return uptimeMs - _badSinceMs[which] >= GraceMs;
        }

        private bool WasSilentBefore()
        {
            return _baseline.IsKnown && !_baseline.SensorAnswered;
        }

        /// <summary>
        /// A sensor that was silent before the update gives no windows; the golden vectors then have to be enough. It has the grace time to
        /// come back first: at the start of a trial every sensor is silent.
        /// </summary>
        private bool HasWindows(GateReadings now, long uptimeMs)
        {
            bool isWaived = WasSilentBefore() && !now.SensorAnswers && uptimeMs - _startMs >= GraceMs;
            return now.Windows >= _bundle.MinimumWindows || isWaived;
        }

        private bool HasContact(GateReadings now)
        {
            return now.CompanionContact || (_bundle.HealthFlags & HealthPolicy.RequireCompanionContact) == 0;
        }

        private bool IsComplete(GateReadings now, long uptimeMs)
        {
            return now.GoldenVectors == ResultCode.Ok
                && _badSinceMs[Sensor] == NotBad
                && _badSinceMs[Signal] == NotBad
                && _badSinceMs[Loop] == NotBad
                && HasWindows(now, uptimeMs)
                && HasContact(now);
        }

        private ResultCode WhatWasMissing(GateReadings now, long uptimeMs)
        {
            if (_badSinceMs[Sensor] != NotBad)
            {
                return ResultCode.SensorSilent;
            }

            if (!HasWindows(now, uptimeMs))
            {
                return ResultCode.PipelineStalled;
            }

            return HasContact(now) ? ResultCode.TrialDeadlinePassed : ResultCode.NoCompanionContact;
        }
    }
}
