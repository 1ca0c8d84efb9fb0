using System.Diagnostics;
using TinyEdge.Runtime.Health;

namespace TinyEdge.Companion.Profiling;

/// <summary>The times of one stage, kept in memory that is there before the measurement begins.</summary>
internal sealed class StageTimes(PipelineStage stage, int capacity)
{
    private readonly long[] _ticks = new long[capacity];
    private int _count;

    /// <summary>Notes one run; the caller makes no more than the capacity.</summary>
    public void Add(long ticks) => _ticks[_count++] = ticks;

    public void Clear() => _count = 0;

    public StageProfile Summarise()
    {
        long[] sorted = [.. _ticks.Take(_count).Order()];
        return new StageProfile(stage.ToString(), _count, Microseconds(Median(sorted)), Microseconds(sorted.LastOrDefault()));
    }

    private static double Median(long[] sorted) =>
        sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0;

    private static double Microseconds(double ticks) => ticks * 1e6 / Stopwatch.Frequency;
}
