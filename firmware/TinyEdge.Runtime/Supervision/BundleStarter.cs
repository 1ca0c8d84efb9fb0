using System;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Supervision
{
    /// <summary>
    /// Brings a verified bundle to life: application, pipeline, sealed memory, golden vectors. Runs once a boot and is the
    /// only part of a boot that allocates after the supervisor itself was built.
    /// </summary>
    public sealed class BundleStarter
    {
        private readonly IBoard _board;
        private readonly GoldenVectorReader _goldenReader = new GoldenVectorReader();
        private readonly AppSettings _settings = new AppSettings();
        private IEdgeApp _app;
        private InferenceRuntime _runtime;
        private StaticPool _pool;
        private ResultCode _goldenResult = ResultCode.NeedMore;
        private int _appVersion;
        private int _healthPeriodMs;

        public BundleStarter(IBoard board)
        {
            _board = board;
            _healthPeriodMs = _settings.HealthPeriodMs;
        }

        public IEdgeApp App
        {
            get { return _app; }
        }

        /// <summary>
        /// What the application said of its version when it was configured. Asked once and never again: links report it, and a link's
        /// thread must not run the code of a bundle, where an exception would end the device.
        /// </summary>
        public int AppVersion
        {
            get { return _appVersion; }
        }

        /// <summary>The application's health period as it was checked: it keeps its settings, and what it writes there later must not count.</summary>
        public int HealthPeriodMs
        {
            get { return _healthPeriodMs; }
        }

        /// <summary>What the application asked for; to be read while starting only.</summary>
        public AppSettings Settings
        {
            get { return _settings; }
        }

        public InferenceRuntime Runtime
        {
            get { return _runtime; }
        }

        /// <summary>The pool of the latest start, also of one that failed.</summary>
        public StaticPool Pool
        {
            get { return _pool; }
        }

        /// <summary>NeedMore until golden vectors have run, then their outcome.</summary>
        public ResultCode GoldenResult
        {
            get { return _goldenResult; }
        }

        /// <summary>Starts application and pipeline.</summary>
        /// <param name="bundle">A verified bundle, or the golden set.</param>
        /// <param name="entryType">Type name of the application that the bundle carries; ignored without one.</param>
        /// <returns>Ok, or what failed: an application code, a code of the pipeline range, GoldenVectorMismatch.</returns>
        public ResultCode TryStart(DeploymentBundle bundle, string entryType)
        {
            _goldenResult = ResultCode.NeedMore;
            _pool = new StaticPool(bundle.PeakRamBudgetBytes);
            _runtime = new InferenceRuntime(bundle, _pool);
            ResultCode code = TryMakeApp(bundle, entryType);
            if (code == ResultCode.Ok)
            {
                code = TryConfigure();
            }

            if (code == ResultCode.Ok)
            {
                _runtime.Network.Code = _settings.ModelCode;
                code = _runtime.TryPrepare(_board.DeviceId);
            }

            _pool.Seal();
            if (code != ResultCode.Ok)
            {
                return code == ResultCode.PoolExhausted ? ResultCode.PoolOverBudget : code;
            }

            int failedVector;
            _goldenResult = _runtime.RunGoldenVectors(_goldenReader, out failedVector);
            return _goldenResult;
        }

        private ResultCode TryMakeApp(DeploymentBundle bundle, string entryType)
        {
            if (bundle.Application == null)
            {
                _app = _board.CreateResidentApp();
                return ResultCode.Ok;
            }

            byte[] image = new byte[bundle.Application.Length];
            ResultCode code = bundle.Application.TryRead(0, image, 0, image.Length);
            return code == ResultCode.Ok ? _board.TryLoadApp(image, entryType, out _app) : code;
        }

        private ResultCode TryConfigure()
        {
            try
            {
                _appVersion = _app.Version;
                _app.Configure(_settings);
            }
            catch (Exception)
            {
                return ResultCode.AppThrew;
            }

            int periodMs = _settings.HealthPeriodMs;
            if (periodMs < 1000 || periodMs > 3600000)
            {
                return ResultCode.UnsupportedSensorSetting;
            }

            _healthPeriodMs = periodMs;
            return ResultCode.Ok;
        }
    }
}
