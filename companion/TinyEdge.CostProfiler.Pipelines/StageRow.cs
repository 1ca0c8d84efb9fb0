namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>What one stage cost in every window.</summary>
/// <param name="capacity">Windows.</param>
internal sealed class StageRow(string name, int capacity)
{
    private readonly long[] _instructions = new long[capacity];
    private readonly long[] _units = new long[capacity];

    public string Name { get; } = name;

    public ReadOnlySpan<long> Instructions => _instructions;

    public void Add(int window, long instructions, long units)
    {
        _instructions[window] += instructions;
        _units[window] += units;
    }

    /// <param name="windows">Windows that were run.</param>
    public StageCost Summarise(int windows, int? layer, int macs)
    {
        long[] instructions = [.. _instructions.Take(windows).Order()];
        long[] units = [.. _units.Take(windows).Order()];
        return new StageCost(Name, layer, macs, instructions[0], Median(instructions), instructions[^1], Median(units), units[^1]);
    }

    // The upper of the two middle ones, so that it is a window that there was.
    private static long Median(long[] sorted) => sorted[sorted.Length / 2];
}
