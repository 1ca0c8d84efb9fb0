using System;

namespace TinyEdge.Bundles
{
    /// <summary>
    /// The signed statement about a bundle: what it is, what it needs, how it is to be tried. Read in place of the previous one;
    /// no field is meaningful before the parser has accepted the head. Versions are 8.8.16 bits: major, minor, patch.
    /// </summary>
    public sealed class BundleManifest
    {
        /// <summary>ASCII, zero padded, 1 to 32 characters.</summary>
        public readonly byte[] BundleId = new byte[BundleFormat.BundleIdSize];

        /// <summary>ASCII, zero padded: a bundle id, "golden", or nothing for the previous bundle.</summary>
        public readonly byte[] RollbackTarget = new byte[BundleFormat.BundleIdSize];

        /// <summary>First 8 bytes of SHA-256 over the native assembly checksum table that the assemblies need; zeros without assemblies.</summary>
        public readonly byte[] NativeChecksums = new byte[8];

        /// <summary>Key that signed.</summary>
        public readonly byte[] KeyId = new byte[PublicKey.KeyIdSize];

        /// <summary>Block digest over the block list.</summary>
        public readonly byte[] BlockListDigest = new byte[BundleFormat.DigestSize];

        public uint Vendor;
        public uint DeviceClass;

        /// <summary>Bit i: hardware revision i is fit.</summary>
        public uint HardwareRevisions;

        /// <summary>Anti-replay number, 1 to 2^31 - 1; goes up with every release whatever the versions do.</summary>
        public uint Sequence;

        /// <summary>Once confirmed, bundles with a lower floor are refused; below 2^31.</summary>
        public uint SecurityFloor;

        public uint FirmwareVersion;
        public uint ModelVersion;
        public uint ThresholdVersion;
        public uint CalibrationVersion;

        /// <summary>Oldest runtime that will do.</summary>
        public uint RuntimeMin;

        /// <summary>Newest runtime that will do.</summary>
        public uint RuntimeMax;

        /// <summary>Bits of <see cref="TargetEnvironment"/>, at least one platform and one ring.</summary>
        public uint Environment;

        /// <summary>Unix seconds after which it is not to be installed; 0: no limit.</summary>
        public long NotAfter;

        /// <summary>Most pool bytes, in the device's layout; 1 to 2^31 - 1.</summary>
        public int PeakRamBudgetBytes;

        /// <summary>Least free managed heap during the trial, bytes; 0: not checked.</summary>
        public int HeapFloorBytes;

        public int KeyringEpoch;

        /// <summary>Implementation version of the fixed-point front end that the model was made for.</summary>
        public int FrontEndVersion;

        /// <summary>Longest allowed stage, milliseconds, 1 to 65535.</summary>
        public int MaxLatencyMs;

        /// <summary>Windows that must have been classified before the trial can be confirmed (soak).</summary>
        public int MinimumWindows;

        /// <summary>Seconds after which an unconfirmed trial is taken back, 1 to 65535.</summary>
        public int TrialDeadlineSeconds;

        /// <summary>Least battery for an installation, percent, 0 to 100.</summary>
        public int MinBatteryLevel;

        /// <summary>Boots that the trial gets, 1 to 7.</summary>
        public int TrialAttempts;

        /// <summary>Bits of <see cref="HealthPolicy"/>.</summary>
        public int HealthFlags;

        /// <summary>Reads the 192 bytes at <paramref name="offset"/>.</summary>
        /// <returns>Ok, BadText for a name, BadManifest for a field out of its range or a reserved byte in use.</returns>
        public ResultCode TryRead(byte[] head, int offset)
        {
            Array.Copy(head, offset + BundleFormat.BundleIdOffset, BundleId, 0, BundleFormat.BundleIdSize);
            Array.Copy(head, offset + BundleFormat.RollbackTargetOffset, RollbackTarget, 0, BundleFormat.BundleIdSize);
            Array.Copy(head, offset + BundleFormat.NativeChecksumsOffset, NativeChecksums, 0, 8);
            Array.Copy(head, offset + BundleFormat.KeyIdOffset, KeyId, 0, PublicKey.KeyIdSize);
            Array.Copy(head, offset + BundleFormat.BlockListDigestOffset, BlockListDigest, 0, BundleFormat.DigestSize);
            ReadNumbers(head, offset);
            if (AsciiName.PaddedLength(BundleId, 0, BundleFormat.BundleIdSize) <= 0
                || AsciiName.PaddedLength(RollbackTarget, 0, BundleFormat.BundleIdSize) < 0)
            {
                return ResultCode.BadText;
            }

            bool reservedIsZero = ByteRange.IsZero(head, offset + BundleFormat.ManifestReservedOffset, BundleFormat.ManifestReservedSize);
            return reservedIsZero && IsTargetInRange() && IsTrialInRange() ? ResultCode.Ok : ResultCode.BadManifest;
        }

        private void ReadNumbers(byte[] head, int offset)
        {
            Vendor = LittleEndian.ReadUInt32(head, offset + BundleFormat.VendorOffset);
            DeviceClass = LittleEndian.ReadUInt32(head, offset + BundleFormat.DeviceClassOffset);
            HardwareRevisions = LittleEndian.ReadUInt32(head, offset + BundleFormat.HardwareRevisionsOffset);
            Sequence = LittleEndian.ReadUInt32(head, offset + BundleFormat.SequenceOffset);
            SecurityFloor = LittleEndian.ReadUInt32(head, offset + BundleFormat.SecurityFloorOffset);
            FirmwareVersion = LittleEndian.ReadUInt32(head, offset + BundleFormat.FirmwareVersionOffset);
            ModelVersion = LittleEndian.ReadUInt32(head, offset + BundleFormat.ModelVersionOffset);
            ThresholdVersion = LittleEndian.ReadUInt32(head, offset + BundleFormat.ThresholdVersionOffset);
            CalibrationVersion = LittleEndian.ReadUInt32(head, offset + BundleFormat.CalibrationVersionOffset);
            RuntimeMin = LittleEndian.ReadUInt32(head, offset + BundleFormat.RuntimeMinOffset);
            RuntimeMax = LittleEndian.ReadUInt32(head, offset + BundleFormat.RuntimeMaxOffset);
            Environment = LittleEndian.ReadUInt32(head, offset + BundleFormat.EnvironmentOffset);
            NotAfter = LittleEndian.ReadInt64(head, offset + BundleFormat.NotAfterOffset);
            PeakRamBudgetBytes = LittleEndian.ReadInt32(head, offset + BundleFormat.PeakRamOffset);
            HeapFloorBytes = LittleEndian.ReadInt32(head, offset + BundleFormat.HeapFloorOffset);
            KeyringEpoch = LittleEndian.ReadUInt16(head, offset + BundleFormat.KeyringEpochOffset);
            FrontEndVersion = LittleEndian.ReadUInt16(head, offset + BundleFormat.FrontEndVersionOffset);
            MaxLatencyMs = LittleEndian.ReadUInt16(head, offset + BundleFormat.MaxLatencyOffset);
            MinimumWindows = LittleEndian.ReadUInt16(head, offset + BundleFormat.MinimumWindowsOffset);
            TrialDeadlineSeconds = LittleEndian.ReadUInt16(head, offset + BundleFormat.TrialDeadlineOffset);
            MinBatteryLevel = head[offset + BundleFormat.MinBatteryOffset];
            TrialAttempts = head[offset + BundleFormat.TrialAttemptsOffset];
            HealthFlags = head[offset + BundleFormat.HealthFlagsOffset];
        }

        private bool IsTargetInRange()
        {
            return Vendor != 0
                && DeviceClass != 0
                && HardwareRevisions != 0
                && Sequence >= 1
                && Sequence <= BundleFormat.MaxSequence
                && SecurityFloor <= BundleFormat.MaxSequence
                && RuntimeMin <= RuntimeMax
                && (Environment & TargetEnvironment.AnyPlatform) != 0
                && (Environment & TargetEnvironment.AnyRing) != 0
                && (Environment & ~(TargetEnvironment.AnyPlatform | TargetEnvironment.AnyRing)) == 0
                && NotAfter >= 0;
        }

        private bool IsTrialInRange()
        {
            return PeakRamBudgetBytes >= 1
                && HeapFloorBytes >= 0
                && MaxLatencyMs >= 1
                && TrialDeadlineSeconds >= 1
                && MinBatteryLevel <= 100
                && TrialAttempts >= 1
                && TrialAttempts <= BundleFormat.MaxTrialAttempts
                && (HealthFlags & ~HealthPolicy.All) == 0;
        }
    }
}
