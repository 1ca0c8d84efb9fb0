using TinyEdge.Runtime.Memory;

namespace TinyEdge.CostProfiler.Instrumentation;

/// <summary>
/// Where the instrumented assemblies of one image count: a counter a block, and what only the running code knows. Not thread safe: one thread
/// runs an image at a time.
/// </summary>
public sealed unsafe class CostMeter
{
    /// <summary>Slots before the block counters: bytes of managed stack in use, its maximum, call depth, its maximum.</summary>
    internal const int StackBytesSlot = 0;
    internal const int MaxStackBytesSlot = 1;
    internal const int DepthSlot = 2;
    internal const int MaxDepthSlot = 3;
    internal const int ArraysSlot = 4;
    internal const int ArrayBytesSlot = 5;
    internal const int FirstBlockSlot = 8;

    private readonly long[] _slots;

    internal CostMeter(int blocks)
    {
        _slots = GC.AllocateArray<long>(FirstBlockSlot + blocks, pinned: true);
        Slots = (long*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _slots[0]);
    }

    /// <summary>Called when a boundary method is entered (true) and left (false), with its index in <see cref="InstrumentedImage.Methods"/>.</summary>
    internal Action<int, bool>? Boundary { get; set; }

    internal long* Slots { get; }

    internal ReadOnlySpan<long> Counts => _slots.AsSpan(FirstBlockSlot);

    internal long this[int slot] => _slots[slot];

    /// <summary>Called by instrumented code before it allocates an array.</summary>
    public void NoteArray(nint length, int elementBytes)
    {
        _slots[ArraysSlot]++;
        _slots[ArrayBytesSlot] += DeviceLayout.ArrayBytes((int)length, elementBytes);
    }

    /// <summary>Called by instrumented code before a call of the class library, whose frame lies on top of the caller's.</summary>
    public void NoteLibraryCall()
    {
        _slots[MaxStackBytesSlot] = Math.Max(_slots[MaxStackBytesSlot], _slots[StackBytesSlot] + StackFrameLayout.NativeFrameBytes);
        _slots[MaxDepthSlot] = Math.Max(_slots[MaxDepthSlot], _slots[DepthSlot] + 1);
    }

    /// <summary>Called by the instrumented methods that an image was told to watch.</summary>
    public void Enter(int method) => Boundary?.Invoke(method, true);

    /// <summary>Called by the instrumented methods that an image was told to watch.</summary>
    public void Leave(int method) => Boundary?.Invoke(method, false);

    /// <summary>Starts the maxima anew.</summary>
    internal void ResetWatermarks()
    {
        _slots[MaxStackBytesSlot] = _slots[StackBytesSlot];
        _slots[MaxDepthSlot] = _slots[DepthSlot];
    }
}
