namespace TinyEdge.Companion.Bundling;

/// <summary>How a device tries the bundle before it keeps it.</summary>
public sealed record HealthProfile
{
    /// <summary>Boots that the trial gets, 1 to 15.</summary>
    public int TrialAttempts { get; init; } = 3;

    /// <summary>Windows to classify before the bundle can be confirmed, 0 to 65535.</summary>
    public int MinimumWindows { get; init; } = 8;

    /// <summary>After this many seconds an unconfirmed trial is taken back, 1 to 65535.</summary>
    public int TrialDeadlineSeconds { get; init; } = 300;

    /// <summary>Least free managed heap in bytes; 0: not checked.</summary>
    public int HeapFloorBytes { get; init; }

    /// <summary>Confirm only after an authenticated companion was in contact.</summary>
    public bool RequireCompanionContact { get; init; }

    /// <summary>Never confirm without being told to.</summary>
    public bool NoAutoConfirm { get; init; }
}
