namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>What one stage cost in every window.</summary>
/// <param name="capacity">Most windows.</param>
internal sealed class StageRow(string name, int capacity)
{
    private readonly long[] _instructions = new long[capacity];
    private readonly long[] _units = new long[capacity];

    public string Name { get; } = name;

    /// <summary>Windows noted so far.</summary>
    public int Windows { get; private set; }

    /// <summary>IL instructions of each window.</summary>
    public ReadOnlySpan<long> Instructions => _instructions.AsSpan(0, Windows);

    /// <summary>Notes one window.</summary>
    public void Add((long Instructions, long Units) from, (long Instructions, long Units) to)
    {
        _instructions[Windows] = to.Instructions - from.Instructions;
        _units[Windows] = to.Units - from.Units;
        Windows++;
    }

    public StageCost Summarise(int? layer, int macs)
    {
        long[] instructions = [.. _instructions.Take(Windows).Order()];
        long[] units = [.. _units.Take(Windows).Order()];
        return new StageCost(Name, layer, macs, instructions[0], Median(instructions), instructions[^1], Median(units), units[^1]);
    }

    // The upper of the two middle ones, so that it is a window that there was.
    private static long Median(long[] sorted) => sorted[sorted.Length / 2];
}
