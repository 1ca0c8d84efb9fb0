namespace TinyEdge.Faults.Cases;

/// <summary>What happens to one operation of a case. Names are part of case ids.</summary>
public enum FaultMode
{
    /// <summary>Power is cut, and nothing of the operation happened.</summary>
    Before,

    /// <summary>Cut with one byte of the change on flash.</summary>
    TornOne,

    /// <summary>Cut with the first 16 bytes of the change on flash.</summary>
    TornAligned,

    /// <summary>Cut with half of the change on flash; half of a format.</summary>
    TornHalf,

    /// <summary>Cut with all but the last 16 bytes on flash.</summary>
    TornAlignedLast,

    /// <summary>Cut with all but the last byte on flash.</summary>
    TornLast,

    /// <summary>Cut with half of the change on flash, and the file ends there.</summary>
    ShortHalf,

    /// <summary>Cut, and the file is there and empty.</summary>
    Emptied,

    /// <summary>Cut in an erase: half of the change reads 0xFF.</summary>
    ErasedHalf,

    /// <summary>Cut in an erase: half of the change reads noise.</summary>
    NoiseHalf,

    /// <summary>Cut with the second half of the change on flash and not the first: out of order.</summary>
    TailFirst,

    /// <summary>Cut, and all of it happened.</summary>
    After,

    /// <summary>The flash reports an error in programming; nothing has changed (PROGERROR).</summary>
    ProgError,

    /// <summary>From here on every change of this file fails so, until it is mended.</summary>
    ProgErrorStuck,

    /// <summary>The flash reports an error in erasing (ERASEERROR).</summary>
    EraseError,

    /// <summary>Success is reported and nothing is programmed (PROGNOOP).</summary>
    ProgNoop,

    /// <summary>Success is reported and a block is programmed that was not erased (ERASENOOP).</summary>
    EraseNoop,

    /// <summary>This operation finds no free block, whatever a look at the volume said before.</summary>
    Full,

    /// <summary>From here on no operation finds a free block, until there is room again.</summary>
    FullStuck,

    /// <summary>A read fails (READERROR).</summary>
    ReadError,

    /// <summary>From here on every read of this file fails, until it is mended.</summary>
    ReadErrorStuck,

    /// <summary>Before anything runs, a bit of a file has turned.</summary>
    Rot,
}
