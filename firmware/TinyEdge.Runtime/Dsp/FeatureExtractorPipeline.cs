using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Runtime.Dsp
{
    /// <summary>
    /// Samples in, int8 feature frames out. Window k covers exactly the samples k * hop .. k * hop + window - 1 since start or
    /// <see cref="Reset"/>, however the samples arrive. Use: push a block, then call <see cref="ExtractWindow"/> until it says false.
    /// A window whose samples were overwritten before it was extracted is dropped and counted, never guessed.
    /// Not thread safe: one thread pushes and extracts.
    /// </summary>
    public sealed class FeatureExtractorPipeline
    {
        private const int FieldCount = 9;

        private readonly PreprocessingConfig _config;
        private readonly FrontEnd _frontEnd;
        private readonly SampleRing _ring;
        private readonly FeatureRing _features;
        private readonly SampleCalibration _calibration;
        private short[] _single;
        private int _pending;
        private int _droppedWindows;
        private int _saturatedSamples;

        public FeatureExtractorPipeline(FrontEndSpec spec)
        {
            _config = spec.Config;
            _frontEnd = new FrontEnd(spec);
            _ring = new SampleRing(_config.BufferSize, _config.Axes);
            _features = new FeatureRing(_config.Frames, _config.FeaturesPerFrame);
            _calibration = new SampleCalibration(_config.Axes);
        }

        public PreprocessingConfig Config
        {
            get { return _config; }
        }

        /// <summary>The frames extracted so far, the newest <c>Frames</c> of them.</summary>
        public FeatureRing Features
        {
            get { return _features; }
        }

        /// <summary>Windows lost since start because samples came faster than windows were extracted.</summary>
        public int DroppedWindows
        {
            get { return _droppedWindows; }
        }

        /// <summary>Samples given to PushSample that lay outside int16 since start.</summary>
        public int SaturatedSamples
        {
            get { return _saturatedSamples; }
        }

        /// <summary>Rents all memory (owners SampleRing, FrontEnd, FeatureRing). Afterwards nothing here allocates.</summary>
        /// <returns>Ok, or why the pool refused.</returns>
        public ResultCode TryPrepare(StaticPool pool)
        {
            ResultCode result = _ring.TryPrepare(pool);
            if (result == ResultCode.Ok)
            {
                result = _calibration.TryPrepare(pool);
            }

            if (result == ResultCode.Ok)
            {
                result = _frontEnd.TryPrepare(pool);
            }

            if (result == ResultCode.Ok)
            {
                result = _features.TryPrepare(pool);
            }

            if (result != ResultCode.Ok)
            {
                return result;
            }

            _single = pool.RentInt16(PoolOwner.SampleRing, PreprocessingConfig.MaxAxes);
            return _single != null && pool.TryCountObject(PoolOwner.FrontEnd, FieldCount) ? ResultCode.Ok : pool.LastResult;
        }

        /// <summary>
        /// Sets the calibration of an axis: every window extracted from now on is that of (raw - offset) * gain.
        /// </summary>
        /// <param name="axis">0 to axes - 1.</param>
        /// <param name="offsetCounts">-32768 to 32767 counts.</param>
        /// <param name="gainQ14">1 to 32767; 16384 is a gain of one.</param>
        /// <returns>Ok, or BadCalibration and nothing changed.</returns>
        public ResultCode ApplyCalibrationOffset(int axis, int offsetCounts, int gainQ14)
        {
            return _calibration.TrySet(axis, offsetCounts, gainQ14);
        }

        /// <summary>
        /// Pushes one sample in physical units: times <c>FixedPointScale</c>, rounded half away from zero, saturated to int16.
        /// NaN counts as 0. Axes that the configuration does not have are ignored.
        /// </summary>
        public void PushSample(float x, float y, float z)
        {
            PushRaw(ToCounts(x), ToCounts(y), ToCounts(z));
        }

        /// <summary>Pushes one sample of a single axis; further axes get 0.</summary>
        public void PushSample(float value)
        {
            PushRaw(ToCounts(value), 0, 0);
        }

        /// <summary>Pushes one sample in counts. Axes that the configuration does not have are ignored.</summary>
        public void PushRaw(short x, short y, short z)
        {
            _single[0] = x;
            _single[1] = y;
            _single[2] = z;
            PushBlock(_single, 1);
        }

        /// <summary>Pushes a burst.</summary>
        /// <param name="interleaved">Counts, the axes of a sample next to each other (x, y, z, x, ...; just x with one axis).</param>
        /// <param name="count">Samples per axis; what the array does not hold is not pushed.</param>
        public void PushBlock(short[] interleaved, int count)
        {
            int held = interleaved.Length / _config.Axes;
            int pushed = count < held ? count : held;
            if (pushed <= 0)
            {
                return;
            }

            _ring.Push(interleaved, pushed);
            _pending += pushed;
            int excess = _pending - _config.BufferSize;
            if (excess > 0)
            {
                DropOverwritten(excess);
            }
        }

        /// <summary>
        /// Extracts the oldest window that is complete, if any, and appends its features to <see cref="Features"/>.
        /// </summary>
        /// <returns>True when a frame was appended; call again until false.</returns>
        public bool ExtractWindow()
        {
            if (_pending < _config.WindowSize)
            {
                return false;
            }

            int slot = _features.NextSlot;
            sbyte[] frames = _features.Storage;
            int axes = _config.Axes;
            for (int axis = 0; axis < axes; axis++)
            {
                _ring.CopyWindow(axis, _pending, _frontEnd.Samples, _config.WindowSize);
                _frontEnd.Run(_calibration.OffsetOf(axis), _calibration.GainLogOf(axis));
                _frontEnd.Quantize(axis, frames, slot);
            }

            _features.Commit();
            _pending -= _config.HopLength;
            return true;
        }

        /// <summary>Forgets samples and frames, after a gap in the signal; calibration and counters stay.</summary>
        public void Reset()
        {
            _pending = 0;
            _features.Clear();
        }

        private void DropOverwritten(int excess)
        {
            int hop = _config.HopLength;
            int lost = (excess + hop - 1) / hop;
            _droppedWindows += lost;
            _pending -= lost * hop;
        }

        private short ToCounts(float value)
        {
            float scaled = value * _config.FixedPointScale;
            if (scaled >= short.MaxValue)
            {
                return Saturated(scaled >= short.MaxValue + 0.5f, short.MaxValue);
            }

            if (scaled <= short.MinValue)
            {
                return Saturated(scaled <= short.MinValue - 0.5f, short.MinValue);
            }

            if (scaled > 0)
            {
                return (short)(int)(scaled + 0.5f);
            }

            return scaled < 0 ? (short)(int)(scaled - 0.5f) : (short)0;
        }

        private short Saturated(bool isOutside, short limit)
        {
            if (isOutside)
            {
                _saturatedSamples++;
            }

            return limit;
        }
    }
}
