namespace TinyEdge.Companion.Profiling;

/// <summary>Counts what the managed heap gives out.</summary>
public static class AllocationMeter
{
    /// <summary>Bytes that <paramref name="work"/> allocated on this thread, collected or not, in the desktop's object layout.</summary>
    public static long Measure(Action work)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
