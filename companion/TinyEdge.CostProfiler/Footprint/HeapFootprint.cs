namespace TinyEdge.CostProfiler.Footprint;

/// <summary>The managed heap of a device at rest: booted, every thread running, nothing being transferred.</summary>
/// <param name="Shares">Bytes by owner; their sum is what is in use.</param>
public sealed record HeapFootprint(IReadOnlyList<HeapShare> Shares)
{
    /// <summary>A heap of 100 KB, counted in thousands, which is the smaller reading. Bytes.</summary>
    public const int HeapBytes = 100_000;

    /// <summary>What must be left of it: 40 KB, counted in 1,024, which is the larger reading. Bytes.</summary>
    public const int LeastFreeBytes = 40 * 1024;

    /// <summary>
    /// The interpreter before any code of ours: its core library, its own objects, the main thread. Measured on the interpreter
    /// (1.17, 32-bit layout, core library 1.17.11) with an empty Main. Bytes.
    /// </summary>
    public const int CoreLibraryBytes = 4692;

    /// <summary>A thread at rest: its object, its stack of a few frames. Measured on the interpreter. Bytes.</summary>
    public const int ThreadBytes = 852;

    public int UsedBytes => Shares.Sum(share => share.Bytes);

    public int FreeBytes => HeapBytes - UsedBytes;

    public bool IsEnough => FreeBytes >= LeastFreeBytes;
}
