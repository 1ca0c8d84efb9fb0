namespace TinyEdge.VirtualDevice.Storage;

/// <summary>How an operation goes wrong.</summary>
public enum FlashFaultKind
{
    None = 0,

    /// <summary>Power fails before anything happened.</summary>
    CutBefore = 1,

    /// <summary>Power fails in the middle: only the first bytes of the change are there afterwards. Of a format, every second file is gone; of a move, both names are there.</summary>
    CutTorn = 2,

    /// <summary>Power fails after the change, before the call returns.</summary>
    CutAfter = 3,

    /// <summary>The flash reports an error; nothing has changed.</summary>
    Error = 4,

    /// <summary>As <see cref="CutTorn"/>, and the file ends there; it is empty when less than nothing is kept. A deleted file is there and empty.</summary>
    CutShort = 5,

    /// <summary>Power fails in an erase: the first half of the change reads 0xFF, the rest is as it was.</summary>
    CutErased = 6,

    /// <summary>Power fails in an erase: the first half of the change reads noise, the rest is as it was.</summary>
    CutNoise = 7,

    /// <summary>Power fails after the second half of the change was programmed and before the first was (out of order).</summary>
    CutTail = 8,

    /// <summary>No room for a block of data or of metadata, whatever a look at the volume said before.</summary>
    Full = 9,

    /// <summary>Reports success and programs nothing: old bytes stay, new ones read 0xFF; what should have gone is still there.</summary>
    Silent = 10,

    /// <summary>Reports success and programs a block that was not erased: each bit is the new one AND one from before.</summary>
    NotErased = 11,
}

/// <summary>The fault of one operation; <paramref name="KeptBytes"/> counts for torn and short commits.</summary>
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
