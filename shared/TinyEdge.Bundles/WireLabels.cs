namespace TinyEdge.Bundles
{
    /// <summary>
    /// Labels of the lines that a device writes, units in the names. A label appears once in a line; a reader ignores labels
    /// it does not know and does without those that are missing.
    /// </summary>
    public static class WireLabels
    {
        // every line
        public const string Kind = "kind";
        public const string Reply = "re";
        public const string Result = "result";
        public const string Nonce = "nonce";
        public const string Mac = "mac";
        public const string Checksum = "crc";
        public const string RetryAfterMs = "retryAfterMs";

        // challenge and update
        public const string Challenge = "challenge";
        public const string ExpiresMs = "expiresMs";
        public const string Token = "token";
        public const string NextOffset = "next";
        public const string Acknowledged = "acknowledged";
        public const string Expected = "expected";

        // identity
        public const string DeviceId = "deviceId";
        public const string Vendor = "vendor";
        public const string DeviceClass = "deviceClass";
        public const string HardwareRevision = "hwRevision";
        public const string Environment = "environment";
        public const string RuntimeVersion = "runtime";
        public const string ProtocolVersion = "protocol";
        public const string FrontEndVersion = "frontEnd";
        public const string KeyIds = "keyIds";
        /// <summary>First 8 bytes of SHA-256 over the table of native assembly checksums.</summary>
        public const string Natives = "natives";

        // the bundle that runs (health), and with the prefixes a. and b. each bank (banks)
        public const string BundleId = "bundleId";
        public const string BundleSequence = "bundleSequence";
        public const string Fingerprint = "fingerprint";
        public const string FirmwareVersion = "firmwareVersion";
        public const string ModelVersion = "modelVersion";
        public const string ThresholdVersion = "thresholdVersion";
        public const string CalibrationVersion = "calibrationVersion";

        // state (health and banks)
        /// <summary>A, B or golden: what runs.</summary>
        public const string Bank = "bank";
        public const string TrialBank = "trialBank";
        /// <summary>Number of the update phase in the boot record.</summary>
        public const string Phase = "phase";
        public const string AttemptsLeft = "attemptsLeft";
        /// <summary>Number of the outcome in the boot record.</summary>
        public const string Outcome = "outcome";
        /// <summary>Number of the <see cref="ResultCode"/> behind the outcome.</summary>
        public const string Reason = "reason";
        public const string SecurityFloor = "securityFloor";
        public const string KeyringEpoch = "keyringEpoch";
        public const string RecordSequence = "recordSequence";
        public const string BankAPrefix = "a.";
        public const string BankBPrefix = "b.";
        public const string State = "state";

        public const string ConfirmedSequence = "confirmedSequence";
        public const string FailedSequence = "failedSequence";
        public const string FailedCount = "failedCount";
        public const string BankAState = "a.state";
        public const string BankBState = "b.state";
        public const string BankASequence = "a.bundleSequence";
        public const string BankBSequence = "b.bundleSequence";
        public const string BankAFingerprint = "a.fingerprint";
        public const string BankBFingerprint = "b.fingerprint";

        // health
        public const string UptimeMs = "uptimeMs";
        public const string UncleanBoots = "uncleanBoots";
        /// <summary>Number of the <see cref="ResultCode"/> with which the bundle started.</summary>
        public const string StartResult = "startResult";
        public const string HeapFreeBytes = "heapFreeBytes";
        public const string PoolBytes = "poolBytes";
        public const string PoolBudgetBytes = "poolBudgetBytes";
        public const string AcquireWorstUs = "acquireWorstUs";
        public const string FrontEndWorstUs = "frontEndWorstUs";
        public const string InferenceWorstUs = "inferenceWorstUs";
        public const string DecideWorstUs = "decideWorstUs";
        /// <summary>Number of the <see cref="ResultCode"/> of the sensor: 0 while it answers.</summary>
        public const string SensorResult = "sensorResult";
        public const string Samples = "samples";
        public const string Overruns = "overruns";
        public const string BusErrors = "busErrors";
        public const string DroppedWindows = "droppedWindows";
        public const string Windows = "windows";
        public const string ClassName = "class";
        public const string ClassIndex = "classIndex";
        /// <summary>Smoothed score, 0 to 255.</summary>
        public const string Score = "score";
        /// <summary>1 while the alarm is on.</summary>
        public const string Alarm = "alarm";
        public const string Alarms = "alarms";
        public const string ScoreMeanQ8 = "scoreMeanQ8";
        public const string ScoreVarianceQ16 = "scoreVarQ16";
        public const string FeatureMeanQ8 = "featureMeanQ8";
        public const string FeatureVarianceQ16 = "featureVarQ16";
        public const string AppVersion = "app";
        public const string AppThrows = "appThrows";

        // health: the board around the pipeline
        /// <summary>Number of the <see cref="ResultCode"/> of the Wi-Fi: 0 while it is joined and has an address.</summary>
        public const string WifiResult = "wifiResult";
        public const string WifiJoins = "wifiJoins";
        /// <summary>0, or the number of DeviceKeyMissing.</summary>
        public const string KeyResult = "keyResult";
        /// <summary>0, or the <see cref="ResultCode"/> with which the keyring could not be read: the build's keys hold.</summary>
        public const string KeyringResult = "keyringResult";
        /// <summary>Number of the <see cref="ResultCode"/> of the volume I:.</summary>
        public const string StoreResult = "storeResult";
        /// <summary>0, or the number of ClockNotSet.</summary>
        public const string ClockResult = "clockResult";
        public const string SerialFaults = "serialFaults";
        public const string SleptMs = "sleptMs";
        /// <summary>Milliseconds that a capture still lasts; 0 while none is on.</summary>
        public const string CaptureMs = "captureMs";

        // capture
        /// <summary>Number of the line's first sample since boot: where the next line does not go on, samples are missing.</summary>
        public const string At = "at";
        public const string SampleRateHz = "sampleRateHz";
        /// <summary>Raw samples in hex, x, y, z in turn, each an int16 of four digits.</summary>
        public const string Xyz = "xyz";

        // values
        public const string BankA = "A";
        public const string BankB = "B";
        public const string BankGolden = "golden";

        /// <summary>Windows with a score of 32 * bin to 32 * bin + 31; bin 0 to 7.</summary>
        public static string ScoreHistogram(int bin)
        {
            switch (bin)
            {
                case 0:
                    return "s0";
                case 1:
                    return "s1";
                case 2:
                    return "s2";
                case 3:
                    return "s3";
                case 4:
                    return "s4";
                case 5:
                    return "s5";
                case 6:
                    return "s6";
                default:
                    return "s7";
            }
        }

        /// <summary>Record of the update log in hex; slot 0 to 11.</summary>
        public static string UpdateRecord(int slot)
        {
            switch (slot)
            {
                case 0:
                    return "u0";
                case 1:
                    return "u1";
                case 2:
                    return "u2";
                case 3:
                    return "u3";
                case 4:
                    return "u4";
                case 5:
                    return "u5";
                case 6:
                    return "u6";
                case 7:
                    return "u7";
                case 8:
                    return "u8";
                case 9:
                    return "u9";
                case 10:
                    return "u10";
                default:
                    return "u11";
            }
        }

        /// <summary>Figure of the application; slot 0 to 3.</summary>
        public static string AppFigure(int slot)
        {
            switch (slot)
            {
                case 0:
                    return "a0";
                case 1:
                    return "a1";
                case 2:
                    return "a2";
                default:
                    return "a3";
            }
        }
    }
}
