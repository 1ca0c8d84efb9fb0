namespace TinyEdge.Companion.DataSets.Describing;

/// <summary>One stratum and what there is of each class in it.</summary>
/// <param name="RecordingsByLabel">In the order of the set's labels.</param>
/// <param name="SecondsByLabel">In the same order.</param>
public sealed record CoverageRow(string Stratum, int[] RecordingsByLabel, double[] SecondsByLabel);

/// <summary>
/// Which conditions a data set covers: every combination of the tag values that occur in it, whether or not there is a recording, against
/// the classes.
/// </summary>
/// <param name="Labels">The classes.</param>
/// <param name="Rows">Those with recordings first by order of the set, then the empty ones; not all of them when there are more than <see cref="MaxRows"/>.</param>
/// <param name="Combinations">Combinations of tag values there are.</param>
/// <param name="EmptyCells">Combinations of tags and class without a recording.</param>
public sealed record Coverage(IReadOnlyList<string> Labels, IReadOnlyList<CoverageRow> Rows, long Combinations, long EmptyCells)
{
    /// <summary>Beyond this, empty combinations are counted and not listed.</summary>
    public const int MaxRows = 200;

    internal static Coverage Of(DataSet set)
    {
        Dictionary<string, DataRecording[]> strata = set.Recordings.GroupBy(r => r.Tags.Stratum).ToDictionary(g => g.Key, g => g.ToArray());
        (string Tag, string?[] Values)[] tags = [.. RecordingTags.Names
            .Select(tag => (tag, set.Recordings.Select(r => r.Tags[tag]).Distinct().Order(StringComparer.Ordinal).ToArray()))
            .Where(t => t.Item2.Any(v => v is not null))];
        long combinations = tags.Aggregate(1L, (product, tag) => product * tag.Values.Length);
        IEnumerable<string> names = strata.Keys;
        if (combinations <= MaxRows)
        {
            names = names.Concat(Combine(tags)).Distinct();
        }

        CoverageRow[] rows = [.. names.Select(name => Row(name, strata.GetValueOrDefault(name) ?? [], set.Labels))];
        long full = rows.Sum(row => row.RecordingsByLabel.Count(n => n > 0));
        return new Coverage(set.Labels, rows, combinations, (Math.Max(combinations, strata.Count) * set.Labels.Count) - full);
    }

    private static IEnumerable<string> Combine((string Tag, string?[] Values)[] tags)
    {
        IEnumerable<Dictionary<string, string>> combined = [[]];
        foreach ((string tag, string?[] values) in tags)
        {
            combined = [.. combined.SelectMany(c => values.Select(v => v is null ? c : new Dictionary<string, string>(c) { [tag] = v }))];
        }

        return combined.Select(c => RecordingTags.Of(c, "The set").Stratum);
    }

    private static CoverageRow Row(string stratum, DataRecording[] recordings, IReadOnlyList<string> labels) => new(
        stratum,
        [.. labels.Select(label => recordings.Count(r => r.Label == label))],
        [.. labels.Select(label => recordings.Where(r => r.Label == label).Sum(r => r.Seconds))]);
}
