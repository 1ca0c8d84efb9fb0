using System;

namespace TinyEdge.Bundles
{
    /// <summary>
    /// The signed statement about a bundle: what it is, what it needs, how it is to be tried. A place in the head, read where it lies:
    /// two dozen copies would cost a cell of the heap each. Nothing here is meaningful before the parser has accepted the head, nor once the
    /// next one is being fed. Versions are 8.8.16 bits: major, minor, patch.
    /// </summary>
    public sealed class BundleManifest
    {
        /// <summary>ASCII, zero padded, 1 to 32 characters.</summary>
        public readonly byte[] BundleId = new byte[BundleFormat.BundleIdSize];

        /// <summary>Where in the head the rollback target is. ASCII, zero padded: a bundle id, "golden", or nothing for the previous bundle.</summary>
        public const int RollbackTargetAt = At + BundleFormat.RollbackTargetOffset;

        /// <summary>
        /// Where in the head the first 8 bytes of SHA-256 over the native assembly checksum table are that the assemblies need; zeros
        /// without assemblies.
        /// </summary>
        public const int NativeChecksumsAt = At + BundleFormat.NativeChecksumsOffset;

        private const int At = BundleFormat.PrefixSize;

        private readonly byte[] _head;

        /// <param name="head">The head's buffer; every number is read where it lies.</param>
        public BundleManifest(byte[] head)
        {
            _head = head;
        }

        public uint Vendor
        {
            get { return LittleEndian.ReadUInt32(_head, At + BundleFormat.VendorOffset); }
        }

        public uint DeviceClass
        {
            get { return LittleEndian.ReadUInt32(_head, At + BundleFormat.DeviceClassOffset); }
        }

        /// <summary>Bit i: hardware revision i is fit.</summary>
        public uint HardwareRevisions
        {
            get { return LittleEndian.ReadUInt32(_head, At + BundleFormat.HardwareRevisionsOffset); }
        }

        /// <summary>Anti-replay number, 1 to 2^31 - 1; goes up with every release whatever the versions do.</summary>
        public uint Sequence
        {
            get { return LittleEndian.ReadUInt32(_head, At + BundleFormat.SequenceOffset); }
        }

        /// <summary>Once confirmed, bundles with a lower floor are refused; below 2^31.</summary>
        public uint SecurityFloor
        {
            get { return LittleEndian.ReadUInt32(_head, At + BundleFormat.SecurityFloorOffset); }
        }

        public uint FirmwareVersion
        {
            get { return LittleEndian.ReadUInt32(_head, At + BundleFormat.FirmwareVersionOffset); }
        }

        public uint ModelVersion
        {
            get { return LittleEndian.ReadUInt32(_head, At + BundleFormat.ModelVersionOffset); }
        }

        public uint ThresholdVersion
        {
            get { return LittleEndian.ReadUInt32(_head, At + BundleFormat.ThresholdVersionOffset); }
        }

        public uint CalibrationVersion
        {
            get { return LittleEndian.ReadUInt32(_head, At + BundleFormat.CalibrationVersionOffset); }
        }

        /// <summary>Oldest runtime that will do.</summary>
        public uint RuntimeMin
        {
            get { return LittleEndian.ReadUInt32(_head, At + BundleFormat.RuntimeMinOffset); }
        }

        /// <summary>Newest runtime that will do.</summary>
        public uint RuntimeMax
        {
            get { return LittleEndian.ReadUInt32(_head, At + BundleFormat.RuntimeMaxOffset); }
        }

        /// <summary>Bits of <see cref="TargetEnvironment"/>, at least one platform and one ring.</summary>
        public uint Environment
        {
            get { return LittleEndian.ReadUInt32(_head, At + BundleFormat.EnvironmentOffset); }
        }

        /// <summary>Unix seconds after which it is not to be installed; 0: no limit.</summary>
        public long NotAfter
        {
            get { return LittleEndian.ReadInt64(_head, At + BundleFormat.NotAfterOffset); }
        }

        /// <summary>Most pool bytes, in the device's layout; 1 to 2^31 - 1.</summary>
        public int PeakRamBudgetBytes
        {
            get { return LittleEndian.ReadInt32(_head, At + BundleFormat.PeakRamOffset); }
        }

        /// <summary>Least free managed heap during the trial, bytes; 0: not checked.</summary>
        public int HeapFloorBytes
        {
            get { return LittleEndian.ReadInt32(_head, At + BundleFormat.HeapFloorOffset); }
        }

        public int KeyringEpoch
        {
            get { return LittleEndian.ReadUInt16(_head, At + BundleFormat.KeyringEpochOffset); }
        }

        /// <summary>Implementation version of the fixed-point front end that the model was made for.</summary>
        public int FrontEndVersion
        {
            get { return LittleEndian.ReadUInt16(_head, At + BundleFormat.FrontEndVersionOffset); }
        }

        /// <summary>Longest allowed stage, milliseconds, 1 to 65535.</summary>
        public int MaxLatencyMs
        {
            get { return LittleEndian.ReadUInt16(_head, At + BundleFormat.MaxLatencyOffset); }
        }

        /// <summary>Windows that must have been classified before the trial can be confirmed (soak).</summary>
        public int MinimumWindows
        {
            get { return LittleEndian.ReadUInt16(_head, At + BundleFormat.MinimumWindowsOffset); }
        }

        /// <summary>Seconds after which an unconfirmed trial is taken back, 1 to 65535.</summary>
        public int TrialDeadlineSeconds
        {
            get { return LittleEndian.ReadUInt16(_head, At + BundleFormat.TrialDeadlineOffset); }
        }

        /// <summary>Least battery for an installation, percent, 0 to 100.</summary>
        public int MinBatteryLevel
        {
            get { return _head[At + BundleFormat.MinBatteryOffset]; }
        }

        /// <summary>Boots that the trial gets, 1 to 7.</summary>
        public int TrialAttempts
        {
            get { return _head[At + BundleFormat.TrialAttemptsOffset]; }
        }

        /// <summary>Bits of <see cref="HealthPolicy"/>.</summary>
        public int HealthFlags
        {
            get { return _head[At + BundleFormat.HealthFlagsOffset]; }
        }

        /// <summary>Takes the bundle id and checks every field.</summary>
        /// <returns>Ok, BadText for a name, BadManifest for a field out of its range or a reserved byte in use.</returns>
        public ResultCode TryRead()
        {
            byte[] head = _head;
            Array.Copy(head, At + BundleFormat.BundleIdOffset, BundleId, 0, BundleFormat.BundleIdSize);
            if (AsciiName.PaddedLength(BundleId, 0, BundleFormat.BundleIdSize) <= 0
                || AsciiName.PaddedLength(head, RollbackTargetAt, BundleFormat.BundleIdSize) < 0)
            {
                return ResultCode.BadText;
            }

            bool reservedIsZero = ByteRange.IsZero(head, At + BundleFormat.ManifestReservedOffset, BundleFormat.ManifestReservedSize);
            return reservedIsZero && IsTargetInRange() && IsTrialInRange() ? ResultCode.Ok : ResultCode.BadManifest;
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
