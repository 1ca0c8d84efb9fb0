using TinyEdge.Bundles;

namespace TinyEdge.Companion.Devices;

/// <summary>What every <see cref="ResultCode"/> means to a person and what to do about it. A test holds table and enum together.</summary>
public static class ResultCodeText
{
    private const string Rebuild = "Build and sign the bundle again from its deployment.json; do not edit the file.";
    private const string Resend = "Push again; the transfer goes on where the device acknowledged it.";
    private const string NewerTool = "Use the version of tinyedge that belongs to this firmware.";
    private const string FixModel = "Export the model again and run 'tinyedge verify' on the bundle before pushing.";
    private const string CheckFlash = "Reboot the device and push again; if it recurs, the flash chip is wearing out.";
    private const string CheckSensor = "Check the sensor's power, wiring and bus address against hardware/.";
    private const string TrialFailed = "Read the device's health for the figures, correct the bundle, and push it under a higher sequence.";

    private static readonly Dictionary<ResultCode, (string Meaning, string Remedy)> s_texts = new()
    {
        [ResultCode.Ok] = ("It was done.", "Nothing."),
        [ResultCode.NeedMore] = ("It was accepted so far; more bytes are needed.", "Send the rest."),
        [ResultCode.AlreadyInstalled] = ("This very bundle is already installed; nothing was written.", "Nothing."),

        [ResultCode.BadMagic] = ("The file does not begin like a TinyEdge bundle.", "Name a .teb file that 'tinyedge bundle' wrote."),
        [ResultCode.UnsupportedFormat] = ("The bundle's format version is not known here.", NewerTool),
        [ResultCode.BadPrefixCrc] = ("The first bytes of the bundle are damaged.", Resend),
        [ResultCode.BadFlags] = ("The bundle sets flags that do not exist.", Rebuild),
        [ResultCode.BadLength] = ("A length in the bundle contradicts the format.", Rebuild),
        [ResultCode.BadBlockSize] = ("The bundle's block size is not allowed.", Rebuild),
        [ResultCode.HeadTooLarge] = ("The bundle's head is longer than 4 KB.", "Put fewer blocks, components or texts into the bundle."),
        [ResultCode.BadManifest] = ("The manifest of the bundle is malformed.", Rebuild),
        [ResultCode.BadComponentTable] = ("The component table of the bundle is malformed.", Rebuild),
        [ResultCode.DuplicateComponent] = ("The bundle holds a component twice.", Rebuild),
        [ResultCode.UnknownComponentType] = ("The bundle holds a component of an unknown type.", NewerTool),
        [ResultCode.ComponentOutOfRange] = ("A component lies outside the bundle.", Rebuild),
        [ResultCode.BadTlv] = ("The optional part of the manifest is malformed.", Rebuild),
        [ResultCode.UnknownCriticalTlv] = ("The bundle demands something this version does not know.", NewerTool),
        [ResultCode.NonZeroPadding] = ("Padding in the bundle is not zero.", Rebuild),
        [ResultCode.BadText] = ("A name in the bundle has characters that are not allowed.", "Use letters, digits, dot, dash and underscore in names."),
        [ResultCode.BlockListMismatch] = ("The list of block digests is not the one that was signed.", Rebuild),
        [ResultCode.BlockDigestMismatch] = ("A block of the bundle is damaged.", Resend),
        [ResultCode.ComponentDigestMismatch] = ("A component is not the one that was signed.", Rebuild),
        [ResultCode.DependencyMismatch] = ("Components of the bundle do not belong together.", "Build model, thresholds and calibration from the same training run."),
        [ResultCode.TrailingBytes] = ("There are bytes after the end of the bundle.", Rebuild),
        [ResultCode.Truncated] = ("The data end too early.", Resend),
        [ResultCode.BadComponent] = ("The content of a component is malformed.", Rebuild),
        [ResultCode.MissingComponent] = ("A component that the bundle needs is missing.", "Add it to deployment.json and build again."),

        [ResultCode.UnknownKey] = ("The bundle is signed with a key that the device does not know.", "Sign with a key whose public half is in the firmware."),
        [ResultCode.RevokedKey] = ("The bundle is signed with a revoked key.", "Sign with a current key."),
        [ResultCode.BadSignature] = ("The signature does not fit the bundle.", "Do not trust this file; fetch it again from where it was built, or sign it again."),
        [ResultCode.UnsupportedAlgorithm] = ("The signature uses an algorithm that is not accepted.", "Sign with RSA-3072 PSS, as 'tinyedge bundle' does."),
        [ResultCode.BadKey] = ("A key is malformed.", "Create it again with 'tinyedge key new'."),
        [ResultCode.KeyringEpochMismatch] = ("The bundle was made for another generation of keys.", "Build it with the keyring that the device reports."),
        [ResultCode.KeyringNotSupported] = ("The device's firmware is older than keyrings and cannot exchange its keys by bundle.", "Update the firmware by cable."),
        [ResultCode.DevelopmentKeyRefused] = ("The bundle is signed with a development key.", "Sign with a release key."),
        [ResultCode.WellKnownKeyRefused] = ("The private half of the bundle's key is published.", "Make a key of your own with 'tinyedge key new' and pin it."),
        [ResultCode.BadKeyring] = ("The keyring is malformed.", "Make it again with 'tinyedge key rotate'."),
        [ResultCode.KeyringEpochNotNext] = ("The keyring does not follow the keys that the device has.", "Make it for the epoch that the device reports, plus one."),
        [ResultCode.KeyringWithoutKeys] = ("The keyring would leave the device without a key.", "Keep at least one key."),
        [ResultCode.KeyringSignersEqual] = ("One key signed the keyring twice.", "Sign with a key that devices trust now and with a new one."),
        [ResultCode.KeyringNotSignedByOldKey] = ("No key that the device trusts has signed the keyring.", "Sign it with a key that devices trust now."),
        [ResultCode.KeyringNotSignedByNewKey] = ("No key of the keyring has signed it.", "Sign it with a key that it brings."),
        [ResultCode.KeyringLost] = ("The device's keyring is lost; the keys of its firmware hold.", "Push a bundle with a keyring for the epoch of the firmware, signed by a key of the firmware."),

        [ResultCode.WrongVendor] = ("The bundle is for another vendor's devices.", "Pick the bundle for this device."),
        [ResultCode.WrongDeviceClass] = ("The bundle is for another class of device.", "Pick the bundle for this device."),
        [ResultCode.WrongHardwareRevision] = ("The bundle is not for this hardware revision.", "Pick the bundle for this device."),
        [ResultCode.WrongEnvironment] = ("The bundle is not for the environment this device runs in.", "Add the environment to targetEnvironment, or pick another bundle."),
        [ResultCode.SequenceReplayed] = ("The bundle is older than the one that runs.", "To go back, use 'tinyedge rollback', or sign the old content under a higher sequence."),
        [ResultCode.SequenceConflict] = ("Another bundle with the same sequence is installed.", "Find out who signed two bundles under one sequence, then sign under a higher one."),
        [ResultCode.SecurityFloorTooLow] = ("The bundle lies below the device's security floor.", "Sign it again with the current security floor."),
        [ResultCode.SecurityFloorStepTooLarge] = ("The bundle raises the security floor too far at once.", "Raise the floor in smaller steps."),
        [ResultCode.Expired] = ("The bundle's not-after date has passed.", "Sign it again, or set the device's clock if that is wrong."),
        [ResultCode.RuntimeTooOld] = ("The device's runtime is older than the bundle needs.", "Update the firmware by cable, or build for the older runtime."),
        [ResultCode.RuntimeTooNew] = ("The device's runtime is newer than the bundle allows.", "Build the bundle again for this runtime."),
        [ResultCode.NativeChecksumMismatch] = ("The app was built against another firmware image.", "Build the app against the assemblies of the device's image."),
        [ResultCode.FrontEndVersionMismatch] = ("The model was trained for another version of the signal front end.", "Train or export the model again for this runtime."),
        [ResultCode.BatteryTooLow] = ("The battery is below the bundle's minBatteryLevel.", "Charge the device, then push again."),
        [ResultCode.RamBudgetExceeded] = ("The pipeline needs more memory than its budget.", "Make the model smaller or raise peakRamBudgetBytes."),
        [ResultCode.FailedBefore] = ("This bundle already failed its trial on the device.", "Correct it and sign it under a higher sequence."),
        [ResultCode.CalibrationForOtherDevice] = ("The calibration belongs to another device.", "Build with this device's calibration."),
        [ResultCode.RollbackTargetUnknown] = ("The rollback target of the bundle is not on the device.", "Name the bundle that runs now as rollbackTarget."),
        [ResultCode.LatencyBudgetExceeded] = ("The pipeline is estimated to be slower than maxLatencyMs.", "Make the model smaller or raise maxLatencyMs."),

        [ResultCode.StorageReadFailed] = ("The device's flash could not be read.", CheckFlash),
        [ResultCode.StorageWriteFailed] = ("The device's flash could not be written.", CheckFlash),
        [ResultCode.StorageFull] = ("The device's flash volume is full.", "Push again: the device makes room by deleting what is not its own; if it recurs, make the bundle smaller."),
        [ResultCode.StorageLost] = ("The device's flash volume was lost and formatted anew.", "Push the bundle again; the golden app runs meanwhile."),
        [ResultCode.ReadBackMismatch] = ("What was read back from flash is not what was written.", CheckFlash),
        [ResultCode.NoValidRecord] = ("The device has no valid boot record.", "Push a bundle; the golden app runs meanwhile."),
        [ResultCode.BankEmpty] = ("The bank is empty.", "Push a bundle."),
        [ResultCode.BankCorrupt] = ("The bank no longer holds what was signed.", "Push the bundle again."),
        [ResultCode.BundleTooLargeForBank] = ("The bundle is larger than a bank.", "Leave the app out or make the model smaller."),

        [ResultCode.Busy] = ("The device is busy with another update.", "Wait until it has ended, or a minute after it broke off."),
        [ResultCode.NoSession] = ("The device has no update open on this link.", "Push again from the beginning; verified blocks are kept."),
        [ResultCode.OffsetMismatch] = ("The data do not begin where the device stopped.", Resend),
        [ResultCode.NotInTrial] = ("The device is not trying a bundle.", "See 'tinyedge banks' for its state."),
        [ResultCode.TrialInProgress] = ("The device is trying a bundle.", "Wait until the trial has ended, or roll it back."),
        [ResultCode.NothingToRollBackTo] = ("There is no earlier bundle to go back to.", "Push the bundle you want."),
        [ResultCode.InvalidTransition] = ("The device's state does not allow this now.", "See 'tinyedge banks' for its state."),
        [ResultCode.IncompleteUpdate] = ("Part of the bundle is missing.", Resend),
        [ResultCode.SessionExpired] = ("The update was idle for too long.", Resend),
        [ResultCode.HealthGatePending] = ("The trial has not yet passed its health gate.", "Wait, then confirm again."),
        [ResultCode.RevertPending] = ("The device is going back to an earlier bundle.", "Wait for its reboot, read why it went back, then push again."),
        [ResultCode.WrongBundle] = ("The command names another bundle than the device has.", "See 'tinyedge banks' for what it has."),

        [ResultCode.AuthenticationRequired] = ("The command needs the device's key.", "Name the device's key file; a device without a key must be given one by cable."),
        [ResultCode.AuthenticationFailed] = ("The device's key does not fit.", "Name the key file of this device."),
        [ResultCode.ChallengeExpired] = ("The answer came too late.", "Try again."),
        [ResultCode.RateLimited] = ("The device waits after failed authentications or signatures.", "Wait a minute, check the key files, then try again."),
        [ResultCode.BadRequest] = ("The device did not understand the request.", NewerTool),
        [ResultCode.NotFound] = ("The device does not have this command.", NewerTool),
        [ResultCode.MethodNotAllowed] = ("The command was called with the wrong HTTP method.", NewerTool),
        [ResultCode.LengthRequired] = ("The request does not say how long it is.", "Send a Content-Length; chunked bodies are not accepted."),
        [ResultCode.PayloadTooLarge] = ("The request is longer than the device takes.", "Send smaller pieces."),
        [ResultCode.HeaderTooLarge] = ("The head of the request is longer than the device takes.", "Send fewer and shorter headers; remove proxies on the way."),
        [ResultCode.RangeRequired] = ("The request's range is missing or contradicts its length or the bundle.", NewerTool),
        [ResultCode.RequestTimeout] = ("The request came too slowly.", "Move closer to the access point, then try again."),
        [ResultCode.BadFrame] = ("A serial frame arrived damaged.", "Check cable and speed of the serial link."),
        [ResultCode.BadLine] = ("A command line was malformed.", "Type 'help' on the console for the commands."),
        [ResultCode.UnknownCommand] = ("The device does not know this command.", "Type 'help' on the console for the commands."),
        [ResultCode.InternalError] = ("Something inside the device went wrong.", "Read the device's health, reboot it, and report what you did."),

        [ResultCode.GoldenVectorMismatch] = ("The model did not reproduce its golden vectors.", TrialFailed),
        [ResultCode.StageTooSlow] = ("A stage of the pipeline was slower than allowed.", TrialFailed),
        [ResultCode.PoolOverBudget] = ("The pipeline took more memory than its budget.", TrialFailed),
        [ResultCode.HeapBelowFloor] = ("Too little free heap was left.", TrialFailed),
        [ResultCode.SensorSilent] = ("The sensor gave no data.", CheckSensor),
        [ResultCode.SignalWorseThanBaseline] = ("The signal was worse than before the update.", TrialFailed),
        [ResultCode.SupervisorLate] = ("The main loop was late.", TrialFailed),
        [ResultCode.NoCompanionContact] = ("The device did not hear from its companion during the trial.", "Keep the companion connected until the trial has ended."),
        [ResultCode.TrialDeadlinePassed] = ("The trial did not end in time.", TrialFailed),
        [ResultCode.AttemptsExhausted] = ("The trial did not survive its attempts.", TrialFailed),
        [ResultCode.AppLoadFailed] = ("The app could not be loaded.", "Build the app for this runtime and firmware image, then push it under a higher sequence."),
        [ResultCode.AppThrew] = ("The app failed with an exception.", "Debug the app on the virtual device, then push it under a higher sequence."),
        [ResultCode.AppTypeNotFound] = ("The app lacks its entry type.", "Name the type as the app template does."),
        [ResultCode.CrashLoop] = ("The device restarted again and again.", TrialFailed),
        [ResultCode.OperatorRollback] = ("A person rolled the update back.", "Ask who did, and why, before pushing again."),
        [ResultCode.PrepareFailed] = ("The pipeline could not be prepared.", FixModel),
        [ResultCode.PipelineStalled] = ("The pipeline stopped giving results.", TrialFailed),

        [ResultCode.PoolSealed] = ("Memory was asked for after start-up.", "Report this; it is a defect of the runtime or the app."),
        [ResultCode.PoolExhausted] = ("The memory pool is too small for this pipeline.", "Make the model smaller or raise peakRamBudgetBytes."),
        [ResultCode.BadModel] = ("The model is malformed.", FixModel),
        [ResultCode.UnsupportedOperator] = ("The model uses an operator that the engine does not have.", "Replace the operator in the network; SPEC.md lists those there are."),
        [ResultCode.BadTensorShape] = ("Shapes inside the model contradict each other.", FixModel),
        [ResultCode.BadQuantization] = ("The quantisation of the model is not usable.", FixModel),
        [ResultCode.ArenaOverlap] = ("The memory plan of the model overlaps.", FixModel),
        [ResultCode.BadFrontEnd] = ("The front end's settings are not usable.", "Correct the preprocessing settings and train again."),
        [ResultCode.UnsupportedFftLength] = ("The FFT length is not supported.", "Use 64, 128, 256 or 512 points."),
        [ResultCode.BadThresholds] = ("The thresholds are malformed.", Rebuild),
        [ResultCode.BadCalibration] = ("The calibration is malformed.", Rebuild),
        [ResultCode.BadGoldenVectors] = ("The golden vectors are malformed.", Rebuild),
        [ResultCode.UnsupportedModelVersion] = ("The model's format version is not known.", NewerTool),
        [ResultCode.FeatureCountMismatch] = ("The model expects another number of features than the front end gives.", "Train the model with the same front-end settings."),
        [ResultCode.ModelCodeMissing] = ("The model has layers as code, and the application brings no code.", "Carry the application that was built with the output of 'tinyedge emit-code' for this model."),
        [ResultCode.ModelCodeMismatch] = ("The application's code was generated from another model.", "Run 'tinyedge emit-code' on this model, build the application again, and bundle both."),

        [ResultCode.SensorNotFound] = ("No sensor answers on the bus.", CheckSensor),
        [ResultCode.SensorWrongIdentity] = ("Another chip than expected answers on the bus.", CheckSensor),
        [ResultCode.BusError] = ("A transfer on the sensor's bus failed.", CheckSensor),
        [ResultCode.FifoOverrun] = ("The sensor's FIFO overran and samples were lost.", "Lower the sample rate or make the pipeline faster."),
        [ResultCode.UnsupportedSensorSetting] = ("The sensor cannot do what was asked of it.", "Use a sample rate and range that the sensor supports."),

        [ResultCode.WifiNotProvisioned] = ("The device knows no Wi-Fi network.", "Give it one over its console: 'tinyedge provision wifi --device <serial port>'."),
        [ResultCode.WifiSearching] = ("The device is joining its Wi-Fi network.", "Wait; ask for its health again."),
        [ResultCode.WifiNetworkAbsent] = ("The device's Wi-Fi network is not on the air.", "Check access point, 2.4 GHz and distance; the device keeps trying, at most a minute apart."),
        [ResultCode.WifiCredentialsRefused] = ("The access point refuses the device's passphrase.", "Give it the right one: 'tinyedge provision wifi --device <serial port>'."),
        [ResultCode.WifiJoinFailed] = ("Joining the Wi-Fi network failed.", "Check that the access point has an address to give; the device keeps trying."),
        [ResultCode.WifiNotAvailable] = ("The board has no Wi-Fi.", "Use the serial console, or flash an image with Wi-Fi."),
        [ResultCode.WifiResting] = ("The device rests its radio to save power.", "Use the console, or wait for its next contact window, at most five minutes."),
        [ResultCode.DeviceKeyMissing] = ("The device has no key, so nothing but the key and the Wi-Fi can be set.", "Give it one over its console: 'tinyedge provision key --device <serial port>'."),
        [ResultCode.ClockNotSet] = ("The device's clock is not set, or wrong; expiry of bundles is not applied.", "Give it a network with internet access; the platform sets the clock from there."),
    };

    /// <summary>Codes that have a text of their own.</summary>
    public static IReadOnlyCollection<ResultCode> Known => s_texts.Keys;

    /// <summary>One sentence: what the code means.</summary>
    public static string Meaning(ResultCode result) =>
        s_texts.TryGetValue(result, out (string Meaning, string Remedy) text) ? text.Meaning : $"The device gave a reason that this version does not know: {(int)result}.";

    /// <summary>One sentence: what to do.</summary>
    public static string Remedy(ResultCode result) => s_texts.TryGetValue(result, out (string Meaning, string Remedy) text) ? text.Remedy : NewerTool;

    /// <summary>Exit code of a command that ended with this result.</summary>
    public static ExitCode ExitCodeOf(ResultCode result) => (int)result switch
    {
        < 100 => ExitCode.Ok,
        < 150 => ExitCode.BadInput,
        < 200 => ExitCode.Signature,
        < 350 => ExitCode.Refused,
        < 354 => ExitCode.Authentication,
        < 400 => ExitCode.Link,
        < 450 => ExitCode.RolledBack,
        < 500 => ExitCode.BadInput,
        _ => ExitCode.Refused,
    };
}
