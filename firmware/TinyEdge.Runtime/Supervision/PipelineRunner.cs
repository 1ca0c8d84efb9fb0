using System;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Detection;
using TinyEdge.Runtime.Health;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Sensing;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Runtime.Supervision
{
    /// <summary>
    /// Moves samples through the chain: FIFO burst, windows, network, decision, application. Allocates nothing; what goes
    /// wrong is counted and answered with a code. One thread, and while a capture is on that of the link in its place.
    /// </summary>
    public sealed class PipelineRunner
    {
        /// <summary>Samples read from the sensor at once: one ADXL345 FIFO.</summary>
        public const int BurstSamples = 32;

        /// <summary>Bursts a round, so that a full MPU-6050 FIFO (170 samples) is emptied in one.</summary>
        public const int BurstsPerStep = 6;

        /// <summary>A sensor that gives nothing for this long is started again.</summary>
        public const int SilenceMs = 1000;

        // Until then the link's thread ends a capture, and says so.
        private const int CaptureGraceMs = 1000;

        private readonly InferenceRuntime _runtime;
        private readonly IEdgeApp _app;
        private readonly int _sensorRangeG;
        private readonly AppActions _actions;
        private readonly HealthState _health;
        private readonly SignalMeter _meter;
        private readonly IClock _clock;
        private readonly short[] _burst = new short[3 * BurstSamples];
        private IAccelerometer _sensor;
        private ResultCode _sensorCode = ResultCode.SensorNotFound;
        private bool _sensorStarted;
        private long _lastSampleMs;
        private long _samples;
        private int _appThrows;
        private int _appThrowsInARow;
        private int _overrunsBefore;
        private int _busErrorsBefore;
        private long _captureUntilMs;

        public PipelineRunner(
            InferenceRuntime runtime, IEdgeApp app, int sensorRangeG, AppActions actions, HealthState health, SignalMeter meter, IClock clock)
        {
            _runtime = runtime;
            _app = app;
            _sensorRangeG = sensorRangeG;
            _actions = actions;
            _health = health;
            _meter = meter;
            _clock = clock;
        }

        public InferenceRuntime Runtime
        {
            get { return _runtime; }
        }

        /// <summary>Ok while the sensor answers, else why not.</summary>
        public ResultCode SensorCode
        {
            get { return _sensorCode; }
        }

        /// <summary>True when the sensor took its settings, whether or not it has given samples.</summary>
        public bool IsSensorStarted
        {
            get { return _sensorStarted; }
        }

        /// <summary>Samples of three axes taken since boot.</summary>
        public long Samples
        {
            get { return _samples; }
        }

        /// <summary>Exceptions that the application let out since boot.</summary>
        public int AppThrows
        {
            get { return _appThrows; }
        }

        /// <summary>Decisions up to the latest in which the application threw every time.</summary>
        public int AppThrowsInARow
        {
            get { return _appThrowsInARow; }
        }

        /// <summary>Uptime at which a capture ends, or 0 while none is on.</summary>
        public long CaptureUntilMs
        {
            get { return _captureUntilMs; }
        }

        /// <summary>Takes the driver and starts the sensor; a sensor that does not answer is tried again while running.</summary>
        /// <param name="sensor">The driver, or null when the board has none of the kind that the application asks for.</param>
        public void Start(IAccelerometer sensor)
        {
            _sensor = sensor;
            _lastSampleMs = _clock.UptimeMs;
            if (sensor == null)
            {
                _sensorCode = ResultCode.SensorNotFound;
                return;
            }

            StartSensor();
        }

        /// <summary>One round: empties the FIFO and runs every window that became complete.</summary>
        /// <returns>Ok, or AppThrew when the application let an exception out.</returns>
        public ResultCode Step()
        {
            lock (_burst)
            {
                if (_captureUntilMs != 0 && _clock.UptimeMs >= _captureUntilMs + CaptureGraceMs)
                {
                    EndCapture();
                }

                return _sensor == null || _captureUntilMs != 0 ? ResultCode.Ok : StepPipeline();
            }
        }

        /// <summary>From now on the pipeline stands still and <see cref="TryWriteSamples"/>, on the thread of a link, reads the sensor.</summary>
        public void BeginCapture(long untilMs)
        {
            // No lock: a step that is on goes on to its end, and the first read of the capture waits for it.
            _captureUntilMs = untilMs;
        }

        /// <summary>The pipeline goes on, from an empty one: the signal has a gap.</summary>
        public void EndCapture()
        {
            lock (_burst)
            {
                _captureUntilMs = 0;
                _lastSampleMs = _clock.UptimeMs;
                _runtime.Features.Reset();
            }
        }

        /// <summary>One line with what the FIFO holds, at most <see cref="BurstSamples"/> samples, as the driver gave them.</summary>
        /// <returns>False when there is none; the line is as it was.</returns>
        public bool TryWriteSamples(LineWriter line)
        {
            lock (_burst)
            {
                int count = _sensorStarted ? Acquire() : 0;
                if (_clock.UptimeMs - _lastSampleMs > SilenceMs)
                {
                    RestartSensor();
                }

                if (count == 0)
                {
                    return false;
                }

                line.Begin();
                line.Add(WireLabels.Kind, WireCommands.SamplesKind);
                line.Add(WireLabels.At, _samples - count);
                line.Add(WireLabels.SampleRateHz, _runtime.Features.Config.SampleRate);
                line.Add(WireLabels.Overruns, _health.Overruns);
                line.AddSamples(WireLabels.Xyz, _burst, 3 * count);
                line.End();
                return true;
            }
        }

        private ResultCode StepPipeline()
        {
            ResultCode result = ResultCode.Ok;
            bool more = _sensorStarted;
            for (int burst = 0; burst < BurstsPerStep && more; burst++)
            {
                int count = Acquire();
                more = count == BurstSamples;
                if (count > 0)
                {
                    _meter.Add(_burst, count);
                    _runtime.Push(_burst, count);
                    ResultCode windows = RunWindows();
                    result = windows == ResultCode.Ok ? result : windows;
                }
            }

            if (_clock.UptimeMs - _lastSampleMs > SilenceMs)
            {
                RestartSensor();
            }

            return result;
        }

        private int Acquire()
        {
            int count;
            long before = _clock.Microseconds;
            ResultCode code = _sensor.TryRead(_burst, BurstSamples, out count);
            _health.Latency.Note(PipelineStage.Acquire, _clock.Microseconds - before);
            _health.Overruns = _overrunsBefore + _sensor.OverrunCount;
            _health.BusErrors = _busErrorsBefore + _sensor.BusErrorCount;
            if (count > 0)
            {
                _lastSampleMs = _clock.UptimeMs;
                _samples += count;
                _sensorCode = ResultCode.Ok;
            }
            else if (code != ResultCode.Ok && code != ResultCode.FifoOverrun)
            {
                _sensorCode = code;
            }

            if (code == ResultCode.FifoOverrun)
            {
                // The signal has a gap: frames from before it must not meet frames from after it in one inference.
                _runtime.Features.Reset();
            }

            return count;
        }

        private ResultCode RunWindows()
        {
            ResultCode result = ResultCode.Ok;
            long before = _clock.Microseconds;
            while (_runtime.ExtractWindow())
            {
                long extracted = _clock.Microseconds;
                _health.Latency.Note(PipelineStage.FrontEnd, extracted - before);
                if (_runtime.IsReady)
                {
                    _runtime.RunInference();
                    long inferred = _clock.Microseconds;
                    _health.Latency.Note(PipelineStage.Network, inferred - extracted);
                    ResultCode decided = Decide();
                    result = decided == ResultCode.Ok ? result : decided;
                    _health.Latency.Note(PipelineStage.Decide, _clock.Microseconds - inferred);
                }

                before = _clock.Microseconds;
            }

            _health.DroppedWindows = _runtime.Features.DroppedWindows;
            return result;
        }

        private ResultCode Decide()
        {
            Decision decision = _runtime.Decide();
            _health.NoteWindow(decision.Score, _runtime.MeanFeature());
            if (decision.AlarmChanged && decision.Alarm)
            {
                _health.Alarms++;
            }

            try
            {
                _app.OnDecision(decision, _actions);
                _appThrowsInARow = 0;
                return ResultCode.Ok;
            }
            catch (Exception)
            {
                _appThrows++;
                _appThrowsInARow++;
                return ResultCode.AppThrew;
            }
        }

        private void RestartSensor()
        {
            _lastSampleMs = _clock.UptimeMs;
            _overrunsBefore = _health.Overruns;
            _busErrorsBefore = _health.BusErrors;
            _runtime.Features.Reset();
            StartSensor();
        }

        private void StartSensor()
        {
            _sensorCode = _sensor.TryStart(_runtime.Features.Config.SampleRate, _sensorRangeG);
            _sensorStarted = _sensorCode == ResultCode.Ok;
            _health.BusErrors = _busErrorsBefore + _sensor.BusErrorCount;
            if (_sensorStarted)
            {
                // Started is not answering: the first samples will tell.
                _sensorCode = ResultCode.SensorSilent;
            }
        }
    }
}
