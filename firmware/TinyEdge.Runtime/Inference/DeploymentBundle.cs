using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>
    /// What runs together: model, thresholds, calibration, golden vectors, optionally an application assembly, with the
    /// versions and budgets they were signed with. Over a verified bank on flash, over the golden set inside the firmware,
    /// or over a bundle in memory on the desktop.
    /// </summary>
    public sealed class DeploymentBundle
    {
        public const int IdBytes = BundleFormat.BundleIdSize;
        public const int FingerprintBytes = BundleFormat.FingerprintSize;

        /// <summary>ASCII, zero padded.</summary>
        public readonly byte[] BundleId = new byte[IdBytes];

        /// <summary>First bytes of SHA-256 over the signed head; zeros for the golden set.</summary>
        public readonly byte[] Fingerprint = new byte[FingerprintBytes];

        /// <summary>Anti-replay number; 0 for the golden set.</summary>
        public uint Sequence;

        public uint FirmwareVersion;
        public uint ModelVersion;
        public uint ThresholdVersion;
        public uint CalibrationVersion;

        /// <summary>Longest allowed stage, milliseconds.</summary>
        public int MaxLatencyMs;

        /// <summary>Most pool bytes, device layout.</summary>
        public int PeakRamBudgetBytes;

        /// <summary>The model component.</summary>
        public IByteSource Model;

        /// <summary>The thresholds component.</summary>
        public IByteSource Thresholds;

        /// <summary>The calibration component, or null: identity.</summary>
        public IByteSource Calibration;

        /// <summary>The golden vectors component, or null where there are none.</summary>
        public IByteSource GoldenVectors;

        /// <summary>The application assembly, or null: the resident application stays.</summary>
        public IByteSource Application;

        /// <summary>True for the set inside the firmware.</summary>
        public bool IsGolden;

        /// <summary>Takes identity, versions and budgets over from an accepted head, and the sources of its components.</summary>
        /// <param name="parser">A parser whose head has been accepted.</param>
        /// <param name="file">The whole bundle file.</param>
        /// <returns>Ok, or MissingComponent without a model or thresholds.</returns>
        public ResultCode TryBind(BundleParser parser, IByteSource file)
        {
            BundleManifest manifest = parser.Manifest;
            System.Array.Copy(manifest.BundleId, 0, BundleId, 0, IdBytes);
            System.Array.Copy(parser.Fingerprint, 0, Fingerprint, 0, FingerprintBytes);
            Sequence = manifest.Sequence;
            FirmwareVersion = manifest.FirmwareVersion;
            ModelVersion = manifest.ModelVersion;
            ThresholdVersion = manifest.ThresholdVersion;
            CalibrationVersion = manifest.CalibrationVersion;
            MaxLatencyMs = manifest.MaxLatencyMs;
            PeakRamBudgetBytes = manifest.PeakRamBudgetBytes;
            IsGolden = false;
            Model = Find(parser, file, ComponentType.Model);
            Thresholds = Find(parser, file, ComponentType.Thresholds);
            Calibration = Find(parser, file, ComponentType.Calibration);
            GoldenVectors = Find(parser, file, ComponentType.GoldenVectors);
            Application = Find(parser, file, ComponentType.AppAssembly);
            return Model == null || Thresholds == null ? ResultCode.MissingComponent : ResultCode.Ok;
        }

        private static IByteSource Find(BundleParser parser, IByteSource file, int type)
        {
            int offset;
            int length;
            return parser.TryFindComponent(type, out offset, out length) ? new ByteSlice(file, offset, length) : null;
        }
    }
}
