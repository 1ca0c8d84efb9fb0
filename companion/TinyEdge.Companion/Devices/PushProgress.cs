using TinyEdge.Bundles;

namespace TinyEdge.Companion.Devices;

/// <summary>What a push is doing.</summary>
public enum PushStage
{
    Opening,
    Sending,

    /// <summary>The device verifies the bank by reading it back.</summary>
    Finishing,
    Rebooting,

    /// <summary>The device tries the bundle.</summary>
    Trial,
    Done,
}

/// <summary>How far a push is. Bytes and blocks are those that the device acknowledged, not those that were sent.</summary>
public sealed record PushProgress(PushStage Stage, int AcknowledgedBytes, int TotalBytes, int AcknowledgedBlocks, int TotalBlocks, int Reconnects);

/// <summary>How a push ended.</summary>
public enum PushOutcome
{
    /// <summary>The device runs the bundle and has confirmed it.</summary>
    Confirmed,

    /// <summary>It had it before; nothing was written.</summary>
    AlreadyInstalled,

    /// <summary>It runs the bundle, and the health gate has not decided yet.</summary>
    TrialPending,

    /// <summary>It tried the bundle and went back.</summary>
    RolledBack,
}

/// <param name="Outcome">How the push ended.</param>
/// <param name="Reason">Why the device went back; Ok otherwise.</param>
/// <param name="SentBytes">Bytes that were sent, repetitions included.</param>
/// <param name="Reconnects">How often the link broke or the transfer had to be opened again.</param>
/// <param name="Health">The device's last health record, where one was read.</param>
public sealed record PushResult(PushOutcome Outcome, ResultCode Reason, long SentBytes, int Reconnects, DeviceHealth? Health);

/// <summary>How patient a push is.</summary>
public sealed record PushOptions
{
    /// <summary>Bytes a piece; no more than the link takes are used.</summary>
    public int PieceBytes { get; init; } = 4096;

    /// <summary>
    /// Failures in a row without a newly acknowledged byte before the push gives up. With the pauses between them that is 75 s: longer than a
    /// device holds a transfer for another link whose sender has died (60 s).
    /// </summary>
    public int MaxFailuresWithoutProgress { get; init; } = 10;

    /// <summary>Pause after the first failure; doubles with each further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Between two looks at the device's health after the reboot.</summary>
    public TimeSpan PollPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>From the reboot to the device's decision.</summary>
    public TimeSpan TrialTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>False returns <see cref="PushOutcome.TrialPending"/> as soon as the device tries the bundle.</summary>
    public bool WaitForDecision { get; init; } = true;
}
