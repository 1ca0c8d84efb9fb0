namespace TinyEdge.Companion.DataSets;

/// <summary>Splits a data set; refuses what would make the verdict worth nothing.</summary>
internal static class DataSplitter
{
    public static DataSplit Split(DataSet set, SplitOptions options)
    {
        if (!options.Fractions.IsValid || options.Exceptions.Any(e => !e.Fractions.IsValid))
        {
            throw new ArgumentException("Fractions are percent that add up to 100; only the tuning part may be empty.", nameof(options));
        }

        RequireEveryClass(set);
        IReadOnlyDictionary<string, SplitPart> parts = options.Mode == SplitMode.InTime ? TimeAllocation.Of(set, options) : GroupAllocation.Of(set, options);
        DataSplit split = new(set, options.Mode, options.Seed, parts);
        LeakageCheck.Require(split);
        LeakageCheck.RequireNoNearCopies(split);
        return split;
    }

    private static void RequireEveryClass(DataSet set)
    {
        string origin = Path.Combine(set.Folder, DataSet.FileName);
        foreach (string label in set.Labels.Where(label => set.Recordings.All(r => r.Label != label)))
        {
            throw new DataSetException($"{origin} cannot be split.", $"The class '{label}' has no recording.", $"Import recordings with --label {label}, or take it out of \"labels\".");
        }

        if (set.Labels.Count == 0)
        {
            throw new DataSetException($"{origin} cannot be split.", "The set is empty.", "Import recordings first.");
        }
    }
}
