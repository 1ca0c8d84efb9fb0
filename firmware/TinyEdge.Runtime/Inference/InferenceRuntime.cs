using TinyEdge.Bundles;
using TinyEdge.Runtime.Detection;
using TinyEdge.Runtime.Dsp;
using TinyEdge.Runtime.Memory;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>
    /// The whole chain of one bundle over one static pool: samples in, decisions out. Prepare validates everything and may
    /// fail with a code; afterwards nothing allocates and nothing can fail. One thread.
    /// Use: <see cref="TryPrepare"/>, <see cref="RunGoldenVectors"/>, then push samples and, while
    /// <see cref="ExtractWindow"/> says true and <see cref="IsReady"/>, call <see cref="RunInference"/>.
    /// </summary>
    public sealed class InferenceRuntime
    {
        private const int FieldCount = 11;
        private const int CrcScratchBytes = 64;

        private readonly DeploymentBundle _bundle;
        private readonly StaticPool _pool;
        private readonly ModelReader _model = new ModelReader();
        private readonly Network _network = new Network();
        private readonly ThresholdSettings _thresholds = new ThresholdSettings();
        private readonly CalibrationSettings _calibration = new CalibrationSettings();
        private FeatureExtractorPipeline _features;
        private Detector _detector;
        private byte[] _scratch;
        private short[] _goldenSamples;
        private int _meanFeature;

        public InferenceRuntime(DeploymentBundle bundle, StaticPool pool)
        {
            _bundle = bundle;
            _pool = pool;
        }

        public DeploymentBundle Bundle
        {
            get { return _bundle; }
        }

        /// <summary>Class names.</summary>
        public ModelReader Model
        {
            get { return _model; }
        }

        public Network Network
        {
            get { return _network; }
        }

        public FeatureExtractorPipeline Features
        {
            get { return _features; }
        }

        public ThresholdSettings Thresholds
        {
            get { return _thresholds; }
        }

        public CalibrationSettings Calibration
        {
            get { return _calibration; }
        }

        public Detector Detector
        {
            get { return _detector; }
        }

        /// <summary>Whether every frame that the network reads has been extracted since start or <see cref="Reset"/>.</summary>
        public bool IsReady
        {
            get { return _features.Features.IsFull; }
        }

        /// <summary>Validates model, thresholds and calibration and rents all memory. Does not seal the pool: the application comes after.</summary>
        /// <param name="deviceId">This device's id, 8 bytes; a calibration for another one is refused.</param>
        /// <returns>Ok, or the first thing that is wrong. After a failure this runtime and its pool are to be dropped.</returns>
        public ResultCode TryPrepare(byte[] deviceId)
        {
            _scratch = _pool.RentBytes(PoolOwner.Network, CrcScratchBytes);
            _goldenSamples = _pool.RentInt16(PoolOwner.Network, 3 * GoldenVectorReader.SamplesPerRead);
            if (_scratch == null || _goldenSamples == null || !_pool.TryCountObject(PoolOwner.Network, FieldCount))
            {
                return _pool.LastResult;
            }

            ResultCode code = TryPrepareModel();
            if (code == ResultCode.Ok)
            {
                code = _thresholds.TryRead(_bundle.Thresholds, _scratch, _network.OutputLength);
            }

            if (code == ResultCode.Ok)
            {
                code = TryPrepareCalibration(deviceId);
            }

            if (code != ResultCode.Ok)
            {
                return code;
            }

            if (!_pool.TryCountObject(PoolOwner.Detector, Detector.FieldCount))
            {
                return _pool.LastResult;
            }

            _detector = new Detector(_thresholds, new Decision());
            return ResultCode.Ok;
        }

        /// <summary>
        /// Pushes a burst of interleaved x, y, z in counts, at most the ring's capacity between two extractions. A model of
        /// fewer axes gets the first ones; the array is then compacted in place.
        /// </summary>
        public void Push(short[] xyz, int count)
        {
            int axes = _features.Config.Axes;
            if (axes < CalibrationSettings.Axes)
            {
                KeepFirstAxes(xyz, count, axes);
            }

            _features.PushBlock(xyz, count);
        }

        /// <summary>Extracts the features of the oldest complete window, if there is one.</summary>
        public bool ExtractWindow()
        {
            return _features.ExtractWindow();
        }

        /// <summary>Runs the network over the newest frames. Only when <see cref="IsReady"/>.</summary>
        public void RunInference()
        {
            sbyte[] arena = _network.Arena;
            _features.Features.TryCopyTo(arena, _network.InputOffset);
            _meanFeature = _features.Features.Sum / _network.InputLength;
            _network.Invoke();
        }

        /// <summary>Mean of the int8 features of the latest inference, for drift.</summary>
        public int MeanFeature()
        {
            return _meanFeature;
        }

        /// <summary>Takes the outputs of the latest inference through thresholds, hysteresis and debounce.</summary>
        public Decision Decide()
        {
            return _detector.Update(_network.Arena, _network.OutputOffset, _network.OutputLength);
        }

        /// <summary>Forgets samples, frames and the detector's state, after a gap or a golden run.</summary>
        public void Reset()
        {
            _features.Reset();
            _detector.Reset();
        }

        /// <summary>Replaces the calibration of the bundle until the next start, for one axis.</summary>
        public ResultCode ApplyCalibrationOffset(int axis, int offsetCounts, int gainQ14)
        {
            return _features.ApplyCalibrationOffset(axis, offsetCounts, gainQ14);
        }

        /// <summary>Reads the whole bundle file again and checks signature, digests and that it is still the one that runs.</summary>
        /// <param name="parser">A parser of its own, reset by this call.</param>
        /// <param name="file">The bundle file.</param>
        /// <returns>Ok, WrongBundle, Truncated, the parser's refusal, or a storage code.</returns>
        public ResultCode VerifyBundleIntegrity(BundleParser parser, IByteSource file)
        {
            parser.Reset();
            ResultCode code = ResultCode.NeedMore;
            int position = 0;
            while (code == ResultCode.NeedMore && position < file.Length)
            {
                int count = file.Length - position < CrcScratchBytes ? file.Length - position : CrcScratchBytes;
                ResultCode read = file.TryRead(position, _scratch, 0, count);
                if (read != ResultCode.Ok)
                {
                    return read;
                }

                int consumed;
                code = parser.Feed(_scratch, 0, count, null, out consumed);
                position += count;
            }

            if (code == ResultCode.NeedMore)
            {
                return ResultCode.Truncated;
            }

            if (code != ResultCode.Ok || position < file.Length)
            {
                return code == ResultCode.Ok ? ResultCode.TrailingBytes : code;
            }

            return ByteRange.AreEqual(parser.Fingerprint, 0, _bundle.Fingerprint, 0, DeploymentBundle.FingerprintBytes)
                ? ResultCode.Ok
                : ResultCode.WrongBundle;
        }

        /// <summary>CRC-32 of the frames that the network reads, for the golden vectors.</summary>
        public uint FeatureCrc()
        {
            sbyte[] arena = _network.Arena;
            byte[] scratch = _scratch;
            uint state = Crc32.Initial;
            int position = _network.InputOffset;
            int end = position + _network.InputLength;
            _features.Features.TryCopyTo(arena, position);
            while (position < end)
            {
                int count = end - position < CrcScratchBytes ? end - position : CrcScratchBytes;
                for (int i = 0; i < count; i++)
                {
                    scratch[i] = (byte)arena[position + i];
                }

                state = Crc32.Append(state, scratch, 0, count);
                position += count;
            }

            return Crc32.Finish(state);
        }

        /// <summary>
        /// Plays every golden vector through this very chain and compares features and outputs bit for bit. Leaves the chain
        /// reset. Ok when the bundle has none.
        /// </summary>
        /// <param name="reader">Reader to use; made by the caller so that nothing is allocated here.</param>
        /// <param name="failedVector">Index of the first vector that differs, or -1.</param>
        /// <returns>Ok, GoldenVectorMismatch, BadGoldenVectors, or a storage code.</returns>
        public ResultCode RunGoldenVectors(GoldenVectorReader reader, out int failedVector)
        {
            failedVector = -1;
            if (_bundle.GoldenVectors == null)
            {
                return ResultCode.Ok;
            }

            ResultCode code = reader.TryOpen(_bundle.GoldenVectors, _network.OutputLength);
            for (int vector = 0; code == ResultCode.Ok && vector < reader.VectorCount; vector++)
            {
                code = RunVector(reader, vector);
                if (code != ResultCode.Ok)
                {
                    failedVector = vector;
                }
            }

            Reset();
            return code;
        }

        private static void KeepFirstAxes(short[] xyz, int count, int axes)
        {
            int to = 0;
            for (int i = 0; i < count; i++)
            {
                for (int axis = 0; axis < axes; axis++)
                {
                    xyz[to++] = xyz[(3 * i) + axis];
                }
            }
        }

        private ResultCode RunVector(GoldenVectorReader reader, int vector)
        {
            _features.Reset();
            int position = 0;
            bool ran = false;
            while (position < reader.SampleCount)
            {
                int count;
                ResultCode code = reader.TryReadSamples(vector, position, _goldenSamples, out count);
                if (code != ResultCode.Ok)
                {
                    return code;
                }

                Push(_goldenSamples, count);
                position += count;
                while (_features.ExtractWindow())
                {
                    ran |= IsReady;
                }
            }

            if (!ran)
            {
                return ResultCode.BadGoldenVectors;
            }

            // The CRC is taken before the network runs: its input tensor may share memory with later ones.
            uint crc = FeatureCrc();
            RunInference();
            return reader.Compare(vector, crc, _network.Arena, _network.OutputOffset);
        }

        private ResultCode TryPrepareModel()
        {
            IByteSource source = _bundle.Model;
            ResultCode code = _model.TryOpen(source, 0, source.Length);
            if (code != ResultCode.Ok)
            {
                return code;
            }

            if (_model.PositionOf(SectionType.FrontEnd) < 0)
            {
                return ResultCode.BadFrontEnd;
            }

            FrontEndSpec spec;
            code = FrontEndSection.TryParse(source, _model.PositionOf(SectionType.FrontEnd), _model.LengthOf(SectionType.FrontEnd), _pool, out spec);
            if (code != ResultCode.Ok)
            {
                return code;
            }

            _features = new FeatureExtractorPipeline(spec);
            code = _features.TryPrepare(_pool);
            if (code == ResultCode.Ok)
            {
                code = _network.TryPrepare(source, _model.PositionOf(SectionType.Network), _model.LengthOf(SectionType.Network), _pool);
            }

            if (code != ResultCode.Ok)
            {
                return code;
            }

            return _features.Features.Length == _network.InputLength ? ResultCode.Ok : ResultCode.FeatureCountMismatch;
        }

        private ResultCode TryPrepareCalibration(byte[] deviceId)
        {
            _calibration.Clear();
            if (_bundle.Calibration != null)
            {
                ResultCode code = _calibration.TryRead(_bundle.Calibration, _scratch, deviceId);
                if (code != ResultCode.Ok)
                {
                    return code;
                }
            }

            for (int axis = 0; axis < _features.Config.Axes; axis++)
            {
                ResultCode code = _features.ApplyCalibrationOffset(axis, _calibration.Offset[axis], _calibration.GainQ14[axis]);
                if (code != ResultCode.Ok)
                {
                    return code;
                }
            }

            return ResultCode.Ok;
        }
    }
}
