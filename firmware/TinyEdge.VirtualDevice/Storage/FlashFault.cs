namespace TinyEdge.VirtualDevice.Storage;

/// <summary>What the volume is about to do to its flash.</summary>
public enum FlashOperationKind
{
    /// <summary>A new, empty file gets its name; durable at once.</summary>
    Create = 0,

    /// <summary>Dispose: what was written becomes durable.</summary>
    Commit = 1,
    Delete = 2,
    Move = 3,
    Format = 4,
}

/// <summary>One durable operation; <paramref name="Ordinal"/> counts them from 1 since the volume was mounted by this process.</summary>
/// <param name="Ordinal">Number of the operation.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The file.</param>
/// <param name="Bytes">Bytes that a commit changes, from the first changed one to the end of what was written.</param>
public readonly record struct FlashOperation(long Ordinal, FlashOperationKind Kind, string Name, int Bytes);

/// <summary>How an operation goes wrong.</summary>
public enum FlashFaultKind
{
    None = 0,

    /// <summary>Power fails before anything happened.</summary>
    CutBefore = 1,

    /// <summary>Power fails in the middle: only the first bytes of the change are there afterwards.</summary>
    CutTorn = 2,

    /// <summary>Power fails after the change, before the call returns.</summary>
    CutAfter = 3,

    /// <summary>The flash reports an error; nothing has changed.</summary>
    Error = 4,
}

/// <summary>The fault of one operation; <paramref name="KeptBytes"/> counts for torn commits.</summary>
public readonly record struct FlashFault(FlashFaultKind Kind, int KeptBytes = 0);

/// <summary>Decides, operation by operation, what goes wrong.</summary>
public interface IFlashFaults
{
    FlashFault Next(FlashOperation operation);
}

/// <summary>Power failed during a flash operation. The board catches it and switches itself off.</summary>
public sealed class PowerCutException : Exception
{
    public PowerCutException()
        : base("Power was cut during a flash operation, as a fault plan asked.")
    {
    }
}
