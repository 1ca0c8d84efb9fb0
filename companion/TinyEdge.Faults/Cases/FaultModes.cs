using TinyEdge.VirtualDevice.Storage;

namespace TinyEdge.Faults.Cases;

/// <summary>Which mode makes sense of which operation, and what it asks of the volume.</summary>
public static class FaultModes
{
    private const int AlignedBytes = 16;

    public static bool IsCut(FaultMode mode) => mode <= FaultMode.After;

    /// <summary>Lasts until it is mended.</summary>
    public static bool IsStuck(FaultMode mode) => mode is FaultMode.ProgErrorStuck or FaultMode.FullStuck or FaultMode.ReadErrorStuck;

    /// <summary>Counts among the reads.</summary>
    public static bool IsOfRead(FaultMode mode) => mode is FaultMode.ReadError or FaultMode.ReadErrorStuck;

    /// <summary>Ways to lose power at an operation; at an erase there is none that is not one of the commit after it.</summary>
    public static IEnumerable<FaultMode> CutsOf(FlashOperation operation) => operation.Kind switch
    {
        FlashOperationKind.Create => [FaultMode.Before, FaultMode.After],
        FlashOperationKind.Delete => [FaultMode.Before, FaultMode.Emptied, FaultMode.After],
        FlashOperationKind.Move or FlashOperationKind.Format => [FaultMode.Before, FaultMode.TornHalf, FaultMode.After],
        FlashOperationKind.Commit => Enum.GetValues<FaultMode>().Where(IsCut).Where(mode => operation.Bytes > 2 * AlignedBytes || !IsAligned(mode)),
        _ => [],
    };

    /// <summary>Ways in which an operation goes wrong while the power stays on.</summary>
    public static IEnumerable<FaultMode> ErrorsOf(FlashOperation operation) => operation.Kind switch
    {
        FlashOperationKind.Create => [FaultMode.ProgError, FaultMode.ProgErrorStuck, FaultMode.Full, FaultMode.FullStuck],
        FlashOperationKind.Erase => [FaultMode.EraseError, FaultMode.Full, FaultMode.FullStuck],
        FlashOperationKind.Delete => [FaultMode.ProgError, FaultMode.ProgErrorStuck, FaultMode.ProgNoop],
        FlashOperationKind.Commit => [FaultMode.ProgError, FaultMode.ProgErrorStuck, FaultMode.ProgNoop, FaultMode.EraseNoop, FaultMode.Full],
        FlashOperationKind.Read or FlashOperationKind.OpenToRead => [FaultMode.ReadError, FaultMode.ReadErrorStuck],
        _ => [],
    };

    public static FlashFault FaultOf(FaultMode mode, int bytes) => mode switch
    {
        FaultMode.Before => new(FlashFaultKind.CutBefore),
        FaultMode.TornOne => new(FlashFaultKind.CutTorn, 1),
        FaultMode.TornAligned => new(FlashFaultKind.CutTorn, AlignedBytes),
        FaultMode.TornHalf => new(FlashFaultKind.CutTorn, bytes / 2),
        FaultMode.TornAlignedLast => new(FlashFaultKind.CutTorn, bytes - AlignedBytes),
        FaultMode.TornLast => new(FlashFaultKind.CutTorn, bytes - 1),
        FaultMode.ShortHalf => new(FlashFaultKind.CutShort, bytes / 2),
        FaultMode.Emptied => new(FlashFaultKind.CutShort, -1),
        FaultMode.ErasedHalf => new(FlashFaultKind.CutErased),
        FaultMode.NoiseHalf => new(FlashFaultKind.CutNoise),
        FaultMode.TailFirst => new(FlashFaultKind.CutTail),
        FaultMode.After => new(FlashFaultKind.CutAfter),
        FaultMode.ProgNoop => new(FlashFaultKind.Silent),
        FaultMode.EraseNoop => new(FlashFaultKind.NotErased),
        FaultMode.Full or FaultMode.FullStuck => new(FlashFaultKind.Full),
        _ => new(FlashFaultKind.Error),
    };

    private static bool IsAligned(FaultMode mode) => mode is FaultMode.TornAligned or FaultMode.TornAlignedLast;
}
