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
        public const string DeviceClass = "class";
        public const string HardwareRevision = "hwRevision";
        public const string Environment = "environment";
        public const string RuntimeVersion = "runtime";
        public const string ProtocolVersion = "protocol";
        public const string FrontEndVersion = "frontEnd";
        public const string KeyIds = "keyIds";

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

        // health
        public const string UptimeMs = "uptimeMs";
        public const string BootCount = "bootCount";
        public const string UncleanBoots = "uncleanBoots";
        public const string HeapFreeBytes = "heapFreeBytes";
        public const string PoolBytes = "poolBytes";
        public const string FrontEndWorstUs = "frontEndWorstUs";
        public const string InferenceWorstUs = "inferenceWorstUs";
        public const string Samples = "samples";
        public const string DroppedSamples = "droppedSamples";
        public const string BusErrors = "busErrors";
        public const string Windows = "windows";
        public const string Score = "score";
        public const string Event = "event";
        public const string ScoreHistogram = "scoreHistogram";
        public const string Drift = "drift";
        public const string ReportSequence = "report";

        // values
        public const string BankA = "A";
        public const string BankB = "B";
        public const string BankGolden = "golden";
    }
}
