using TinyEdge.NanoShim;

namespace nanoFramework.Runtime.Native;

public static class GC
{
    public static uint Run(bool compactHeap)
    {
        BoardContext.Current.ReadMemory(out _, out uint free, out _);
        return free;
    }
}
