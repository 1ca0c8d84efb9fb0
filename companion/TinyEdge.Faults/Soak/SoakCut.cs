using TinyEdge.VirtualDevice.Storage;

namespace TinyEdge.Faults.Soak;

/// <summary>Cuts the power in one write or erase that is still to come.</summary>
internal sealed class SoakCut(int operations, FlashFaultKind kind) : IFlashFaults
{
    private static readonly FlashFaultKind[] s_kinds =
        [FlashFaultKind.CutBefore, FlashFaultKind.CutTorn, FlashFaultKind.CutAfter, FlashFaultKind.CutErased, FlashFaultKind.CutNoise, FlashFaultKind.CutTail];

    private int _left = operations;

    public static SoakCut At(Random random) => new(random.Next(1, 40), s_kinds[random.Next(s_kinds.Length)]);

    public FlashFault Next(FlashOperation operation) =>
        operation.IsRead || --_left > 0 ? default : new FlashFault(kind, operation.Bytes / 2);
}
