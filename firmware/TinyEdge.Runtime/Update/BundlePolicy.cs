using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Update
{
    /// <summary>
    /// Whether a bundle with a good signature may be installed here and now. Only signed fields and the boot record
    /// decide; nothing is written. The order is fixed, so that a bundle with several faults always gets the same code:
    /// replay, then identity, then runtime, then circumstances.
    /// </summary>
    public sealed class BundlePolicy
    {
        /// <summary>The floor may rise by at most so much a bundle, so that one bundle cannot run it up to the end (fast-forward attack).</summary>
        public const uint MaxFloorStep = 16;

        /// <summary>So many failed trials of one sequence, and it is not tried again.</summary>
        public const int MaxFailures = 2;

        /// <summary>Battery level of a device on mains or without a gauge: every bundle's demand is met.</summary>
        public const int BatteryUnknown = -1;

        private readonly DeviceIdentity _device;
        private readonly BootRecord _record;
        private readonly ITrustStore _trust;

        public BundlePolicy(DeviceIdentity device, BootRecord record, ITrustStore trust)
        {
            _device = device;
            _record = record;
            _trust = trust;
        }

        /// <summary>Judges the bundle whose head the parser has just verified.</summary>
        /// <param name="parser">Head verified.</param>
        /// <param name="running">The bundle that runs now.</param>
        /// <param name="batteryPercent">0 to 100 or <see cref="BatteryUnknown"/>.</param>
        /// <param name="unixSeconds">0 while the clock has not been set; expiry is then advisory and not applied.</param>
        public ResultCode Check(BundleParser parser, RunningBundle running, int batteryPercent, long unixSeconds)
        {
            BundleManifest manifest = parser.Manifest;
            ResultCode code = CheckReplay(manifest, parser.Fingerprint);
            if (code == ResultCode.Ok)
            {
                code = CheckIdentity(manifest);
            }

            if (code == ResultCode.Ok)
            {
                code = CheckRuntime(parser);
            }

            return code == ResultCode.Ok ? CheckCircumstances(parser, running, batteryPercent, unixSeconds) : code;
        }

        private ResultCode CheckReplay(BundleManifest manifest, byte[] fingerprint)
        {
            uint sequence = manifest.Sequence;
            if (sequence == _record.ActiveBundleSequence)
            {
                return _record.IsActiveFingerprint(fingerprint, 0) ? ResultCode.AlreadyInstalled : ResultCode.SequenceConflict;
            }

            if (sequence < _record.ConfirmedSequence)
            {
                return ResultCode.SequenceReplayed;
            }

            // The highest confirmed sequence itself may come again after its bank was lost or left: it is no older than the mark.
            // A bundle that was never received whole has not used its sequence up.
            if (_record.Phase != UpdatePhase.Writing && sequence == _record.TrialBundleSequence && !_record.IsTrialFingerprint(fingerprint, 0))
            {
                return ResultCode.SequenceConflict;
            }

            if (sequence == _record.FailedSequence && _record.FailedCount >= MaxFailures)
            {
                return ResultCode.FailedBefore;
            }

            return CheckFloor(manifest.SecurityFloor);
        }

        private ResultCode CheckFloor(uint floor)
        {
            if (floor < _record.SecurityFloor)
            {
                return ResultCode.SecurityFloorTooLow;
            }

            return floor - _record.SecurityFloor > MaxFloorStep ? ResultCode.SecurityFloorStepTooLarge : ResultCode.Ok;
        }

        private ResultCode CheckIdentity(BundleManifest manifest)
        {
            if (manifest.Vendor != _device.Vendor)
            {
                return ResultCode.WrongVendor;
            }

            if (manifest.DeviceClass != _device.DeviceClass)
            {
                return ResultCode.WrongDeviceClass;
            }

            if (((manifest.HardwareRevisions >> _device.HardwareRevision) & 1) == 0)
            {
                return ResultCode.WrongHardwareRevision;
            }

            return TargetEnvironment.Fits(manifest.Environment, _device.Environment) ? ResultCode.Ok : ResultCode.WrongEnvironment;
        }

        private ResultCode CheckRuntime(BundleParser parser)
        {
            BundleManifest manifest = parser.Manifest;
            ComponentTable components = parser.Components;
            if (_device.RuntimeVersion < manifest.RuntimeMin)
            {
                return ResultCode.RuntimeTooOld;
            }

            if (_device.RuntimeVersion > manifest.RuntimeMax)
            {
                return ResultCode.RuntimeTooNew;
            }

            bool hasAssemblies = components.Find(ComponentType.AppAssembly) != null;
            if (hasAssemblies && !ByteRange.AreEqual(parser.Head, BundleManifest.NativeChecksumsAt, _device.NativeChecksums, 0, DeviceIdentity.NativeChecksumBytes))
            {
                return ResultCode.NativeChecksumMismatch;
            }

            if (manifest.FrontEndVersion != _device.FrontEndVersion)
            {
                return ResultCode.FrontEndVersionMismatch;
            }

            if (manifest.KeyringEpoch != _trust.Epoch)
            {
                return ResultCode.KeyringEpochMismatch;
            }

            ComponentEntry keyring = components.Find(ComponentType.Keyring);
            return keyring == null || keyring.Length <= KeyringFormat.MaxSize ? ResultCode.Ok : ResultCode.BadKeyring;
        }

        private ResultCode CheckCircumstances(BundleParser parser, RunningBundle running, int batteryPercent, long unixSeconds)
        {
            BundleManifest manifest = parser.Manifest;
            if (manifest.NotAfter != 0 && unixSeconds != 0 && unixSeconds > manifest.NotAfter)
            {
                return ResultCode.Expired;
            }

            if (batteryPercent != BatteryUnknown && batteryPercent < manifest.MinBatteryLevel)
            {
                return ResultCode.BatteryTooLow;
            }

            if (manifest.PeakRamBudgetBytes > _device.RamCapBytes)
            {
                return ResultCode.RamBudgetExceeded;
            }

            return running.IsRollbackTarget(parser.Head, BundleManifest.RollbackTargetAt) ? ResultCode.Ok : ResultCode.RollbackTargetUnknown;
        }
    }
}
