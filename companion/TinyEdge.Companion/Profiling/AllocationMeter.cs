namespace TinyEdge.Companion.Profiling;

/// <summary>Counts what the managed heap gives out.</summary>
public static class AllocationMeter
{
    private const int Attempts = 25;

    /// <summary>
    /// Bytes that <paramref name="work"/> allocates on this thread, collected or not, in the desktop's object layout. A collection
    /// meanwhile, whichever thread caused it, moves the runtime's counter by up to a whole allocation buffer (8 KB), so the work is
    /// repeated until none came; if one always came, the least figure counts, for what is really allocated is in all of them.
    /// </summary>
    /// <param name="work">Does the same every time.</param>
    public static long Measure(Action work)
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            int collections = GC.CollectionCount(0);
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            least = Math.Min(least, allocated);
            if (GC.CollectionCount(0) == collections)
            {
                return allocated;
            }
        }

        return least;
    }
}
