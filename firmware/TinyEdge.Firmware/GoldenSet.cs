using TinyEdge.Bundles;
using TinyEdge.Runtime.Detection;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Supervision;

namespace TinyEdge.Firmware
{
    /// <summary>
    /// The set inside the firmware: runs when no bank can, and before the first update. Its model is a resource of the
    /// firmware; the rest is small enough to be code.
    /// </summary>
    public static class GoldenSet
    {
        /// <summary>The same budget that bundles for the reference board have, bytes.</summary>
        public const int RamBudgetBytes = 12288;

        private const string Name = "golden";

        // 1.0.0
        private const uint Version = 0x01000000;

        /// <param name="model">The model component.</param>
        /// <param name="faultClass">Index of the class that raises the alarm.</param>
        public static DeploymentBundle Create(byte[] model, int faultClass)
        {
            ThresholdSettings thresholds = new ThresholdSettings();
            thresholds.ScoreClass = faultClass;
            thresholds.OnLevel = 150;
            thresholds.OffLevel = 100;
            thresholds.OnCount = 3;
            thresholds.OffCount = 3;
            thresholds.SmoothingShift = 1;
            byte[] encoded = new byte[ThresholdSettings.EncodedBytes];
            thresholds.Write(encoded);

            DeploymentBundle bundle = new DeploymentBundle();
            for (int i = 0; i < Name.Length; i++)
            {
                bundle.BundleId[i] = (byte)Name[i];
            }

            bundle.IsGolden = true;
            bundle.FirmwareVersion = RuntimeVersion.Packed;
            bundle.ModelVersion = Version;
            bundle.ThresholdVersion = Version;
            bundle.CalibrationVersion = Version;
            bundle.MaxLatencyMs = 1000;
            bundle.PeakRamBudgetBytes = RamBudgetBytes;
            bundle.Model = new ByteArraySource(model);
            bundle.Thresholds = new ByteArraySource(encoded);
            return bundle;
        }
    }
}
