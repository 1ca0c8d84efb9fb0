namespace TinyEdge.Companion.DataSets.Describing;

/// <summary>What <c>tinyedge data describe</c> says of a set.</summary>
/// <param name="EmptyLabels">Classes without a recording.</param>
/// <param name="ThinCells">Classes in strata with a single recording or a single group.</param>
/// <param name="Cells">By stratum, then by label.</param>
public sealed record DataSetReport(
    int Recordings, int Groups, int Files, double Seconds, int SampleRateHz, string Unit, int Axes,
    Coverage Coverage, IReadOnlyList<string> EmptyLabels, IReadOnlyList<CellStatistics> ThinCells, IReadOnlyList<CellStatistics> Cells)
{
    public static DataSetReport Of(DataSet set)
    {
        CellStatistics[] cells = [.. set.Recordings.GroupBy(r => (r.Tags.Stratum, r.Label))
            .OrderBy(g => g.Key.Stratum, StringComparer.Ordinal).ThenBy(g => g.Key.Label, StringComparer.Ordinal)
            .Select(g => CellStatistics.Of([.. g]))];
        return new DataSetReport(
            set.Recordings.Count, set.Recordings.Select(r => r.Group).Distinct().Count(), set.Files.Count, set.Recordings.Sum(r => r.Seconds),
            set.SampleRateHz, SignalUnitNames.Of(set.Unit), set.Axes,
            Coverage.Of(set), [.. set.Labels.Where(label => cells.All(c => c.Label != label))], [.. cells.Where(c => c.Recordings == 1 || c.Groups == 1)], cells);
    }
}
