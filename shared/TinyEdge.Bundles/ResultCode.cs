namespace TinyEdge.Bundles
{
    /// <summary>
    /// Every outcome that crosses a boundary: parser, banks, links, trial, companion. The numbers are part of the wire
    /// format and of the boot record (16 bits); a number is never given a second meaning.
    /// </summary>
    public enum ResultCode : ushort
    {
        /// <summary>Done.</summary>
        Ok = 0,

        /// <summary>Accepted so far; more bytes are needed.</summary>
        NeedMore = 1,

        /// <summary>This very bundle is already installed; nothing was written.</summary>
        AlreadyInstalled = 2,

        // 100-149: bundle format
        BadMagic = 100,
        UnsupportedFormat = 101,
        BadPrefixCrc = 102,
        BadFlags = 103,
        BadLength = 104,
        BadBlockSize = 105,
        HeadTooLarge = 106,
        BadManifest = 107,
        BadComponentTable = 108,
        DuplicateComponent = 109,
        UnknownComponentType = 110,
        ComponentOutOfRange = 111,
        BadTlv = 112,
        UnknownCriticalTlv = 113,
        NonZeroPadding = 114,
        BadText = 115,
        BlockListMismatch = 116,
        BlockDigestMismatch = 117,
        ComponentDigestMismatch = 118,
        DependencyMismatch = 119,
        TrailingBytes = 120,
        Truncated = 121,
        BadComponent = 122,
        MissingComponent = 123,

        // 150-199: signature and keys
        UnknownKey = 150,
        RevokedKey = 151,
        BadSignature = 152,
        UnsupportedAlgorithm = 153,
        BadKey = 154,
        KeyringEpochMismatch = 155,
        KeyringNotSupported = 156,
        DevelopmentKeyRefused = 157,

        // 200-249: version, compatibility, replay
        WrongVendor = 200,
        WrongDeviceClass = 201,
        WrongHardwareRevision = 202,
        WrongEnvironment = 203,
        SequenceReplayed = 204,
        SequenceConflict = 205,
        SecurityFloorTooLow = 206,
        SecurityFloorStepTooLarge = 207,
        Expired = 208,
        RuntimeTooOld = 209,
        RuntimeTooNew = 210,
        NativeChecksumMismatch = 211,
        FrontEndVersionMismatch = 212,
        BatteryTooLow = 213,
        RamBudgetExceeded = 214,
        FailedBefore = 215,
        CalibrationForOtherDevice = 216,
        RollbackTargetUnknown = 217,
        LatencyBudgetExceeded = 218,

        // 250-299: storage and banks
        StorageReadFailed = 250,
        StorageWriteFailed = 251,
        StorageFull = 252,
        StorageLost = 253,
        ReadBackMismatch = 254,
        NoValidRecord = 255,
        BankEmpty = 256,
        BankCorrupt = 257,
        BundleTooLargeForBank = 258,

        // 300-349: update session and state machine
        Busy = 300,
        NoSession = 301,
        OffsetMismatch = 302,
        NotInTrial = 303,
        TrialInProgress = 304,
        NothingToRollBackTo = 305,
        InvalidTransition = 306,
        IncompleteUpdate = 307,
        SessionExpired = 308,
        HealthGatePending = 309,
        WrongBundle = 310,
        RevertPending = 311,

        // 350-399: transport and authentication
        AuthenticationRequired = 350,
        AuthenticationFailed = 351,
        ChallengeExpired = 352,
        RateLimited = 353,
        BadRequest = 354,
        NotFound = 355,
        MethodNotAllowed = 356,
        LengthRequired = 357,
        PayloadTooLarge = 358,
        HeaderTooLarge = 359,
        RangeRequired = 360,
        RequestTimeout = 361,
        BadFrame = 362,
        BadLine = 363,
        UnknownCommand = 364,
        InternalError = 399,

        // 400-449: trial, health gate and roll-back reasons
        GoldenVectorMismatch = 400,
        StageTooSlow = 401,
        PoolOverBudget = 402,
        HeapBelowFloor = 403,
        SensorSilent = 404,
        SignalWorseThanBaseline = 405,
        SupervisorLate = 406,
        NoCompanionContact = 407,
        TrialDeadlinePassed = 408,
        AttemptsExhausted = 409,
        AppLoadFailed = 410,
        AppThrew = 411,
        AppTypeNotFound = 412,
        CrashLoop = 413,
        OperatorRollback = 414,
        PrepareFailed = 415,
        PipelineStalled = 416,

        // 450-499: pipeline, front end and network
        PoolSealed = 450,
        PoolExhausted = 451,
        BadModel = 452,
        UnsupportedOperator = 453,
        BadTensorShape = 454,
        BadQuantization = 455,
        ArenaOverlap = 456,
        BadFrontEnd = 457,
        UnsupportedFftLength = 458,
        BadThresholds = 459,
        BadCalibration = 460,
        BadGoldenVectors = 461,
        UnsupportedModelVersion = 462,
        FeatureCountMismatch = 463,

        // 500-549: sensor and bus
        SensorNotFound = 500,
        SensorWrongIdentity = 501,
        BusError = 502,
        FifoOverrun = 503,
        UnsupportedSensorSetting = 504,

        // 550-599: Wi-Fi, provisioning, clock
        WifiNotProvisioned = 550,
        WifiSearching = 551,
        WifiNetworkAbsent = 552,
        WifiCredentialsRefused = 553,
        WifiJoinFailed = 554,
        WifiNotAvailable = 555,
        WifiResting = 556,
        DeviceKeyMissing = 560,
        ClockNotSet = 570,
    }
}
