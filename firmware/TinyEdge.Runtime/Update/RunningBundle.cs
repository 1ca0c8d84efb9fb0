using System;
using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Update
{
    /// <summary>
    /// What the running bundle said about itself, copied from its verified head at boot because the parser is soon needed for
    /// the next bundle. All zero, with the id "golden", while the golden app runs.
    /// </summary>
    public sealed class RunningBundle
    {
        /// <summary>ASCII, zero padded.</summary>
        public readonly byte[] BundleId = new byte[BundleFormat.BundleIdSize];

        public readonly byte[] Fingerprint = new byte[BundleFormat.FingerprintSize];

        private const string Golden = "golden";

        public uint Sequence;
        public uint SecurityFloor;
        public uint FirmwareVersion;
        public uint ModelVersion;
        public uint ThresholdVersion;
        public uint CalibrationVersion;
        public int PeakRamBudgetBytes;
        public int HeapFloorBytes;
        public int MaxLatencyMs;
        public int MinimumWindows;
        public int TrialDeadlineSeconds;
        public int HealthFlags;

        /// <summary>Where in the bank's file the keyring is; 0 bytes without one.</summary>
        public int KeyringOffset;
        public int KeyringLength;

        /// <summary>Takes over an accepted head.</summary>
        public void Take(BundleParser parser)
        {
            BundleManifest manifest = parser.Manifest;
            Array.Copy(manifest.BundleId, 0, BundleId, 0, BundleFormat.BundleIdSize);
            Array.Copy(parser.Fingerprint, 0, Fingerprint, 0, BundleFormat.FingerprintSize);
            Sequence = manifest.Sequence;
            SecurityFloor = manifest.SecurityFloor;
            FirmwareVersion = manifest.FirmwareVersion;
            ModelVersion = manifest.ModelVersion;
            ThresholdVersion = manifest.ThresholdVersion;
            CalibrationVersion = manifest.CalibrationVersion;
            PeakRamBudgetBytes = manifest.PeakRamBudgetBytes;
            HeapFloorBytes = manifest.HeapFloorBytes;
            MaxLatencyMs = manifest.MaxLatencyMs;
            MinimumWindows = manifest.MinimumWindows;
            TrialDeadlineSeconds = manifest.TrialDeadlineSeconds;
            HealthFlags = manifest.HealthFlags;
            int offset;
            int length;
            parser.TryFindComponent(ComponentType.Keyring, out offset, out length);
            KeyringOffset = offset;
            KeyringLength = length;
        }

        /// <summary>Names the golden app; the supervisor may fill in the golden app's versions afterwards.</summary>
        public void TakeGolden()
        {
            Array.Clear(BundleId, 0, BundleFormat.BundleIdSize);
            Array.Clear(Fingerprint, 0, BundleFormat.FingerprintSize);
            for (int i = 0; i < Golden.Length; i++)
            {
                BundleId[i] = (byte)Golden[i];
            }

            Sequence = 0;
            SecurityFloor = 0;
            FirmwareVersion = 0;
            ModelVersion = 0;
            ThresholdVersion = 0;
            CalibrationVersion = 0;
            PeakRamBudgetBytes = 0;
            HeapFloorBytes = 0;
            MaxLatencyMs = 0;
            MinimumWindows = 0;
            TrialDeadlineSeconds = 0;
            HealthFlags = 0;
            KeyringOffset = 0;
            KeyringLength = 0;
        }

        /// <summary>
        /// Whether a bundle that names this target would really go back to it: nothing named, the id of the running bundle, or "golden",
        /// which every device has.
        /// </summary>
        /// <param name="head">Holds the target's 32 bytes.</param>
        /// <param name="at">Where.</param>
        public bool IsRollbackTarget(byte[] head, int at)
        {
            return head[at] == 0 || IsGolden(head, at) || ByteRange.AreEqual(head, at, BundleId, 0, BundleFormat.BundleIdSize);
        }

        private static bool IsGolden(byte[] head, int at)
        {
            for (int i = 0; i < Golden.Length; i++)
            {
                if (head[at + i] != Golden[i])
                {
                    return false;
                }
            }

            return head[at + Golden.Length] == 0;
        }
    }
}
