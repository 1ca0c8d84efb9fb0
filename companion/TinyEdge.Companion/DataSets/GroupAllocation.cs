using TinyEdge.Companion.Training;

namespace TinyEdge.Companion.DataSets;

/// <summary>
/// Deals out whole groups so that every class in every stratum is in every part, in shares near the fractions asked for. Groups may
/// span strata, so this is a search: groups in random order, each to the part that lacks most; the best of many orders is taken.
/// </summary>
internal sealed class GroupAllocation
{
    private const int Orders = 200;
    private const double MissingCost = 100;

    private readonly SplitOptions _options;
    private readonly SplitPart[] _parts;
    private readonly (string Label, string Stratum)[] _cells;
    private readonly string[] _groups;
    private readonly double[][] _shares;

    private GroupAllocation(DataSet set, SplitOptions options)
    {
        _options = options;
        _parts = [.. Enum.GetValues<SplitPart>().Where(part => options.Fractions.Of(part) > 0)];
        _cells = [.. set.Recordings.Select(r => (r.Label, r.Tags.Stratum)).Distinct()];
        _groups = [.. set.Recordings.Select(r => r.Group).Distinct().Order(StringComparer.Ordinal)];
        RequireGroups(set);
        _shares = [.. _groups.Select(group => Shares(set, group))];
    }

    public static IReadOnlyDictionary<string, SplitPart> Of(DataSet set, SplitOptions options)
    {
        GroupAllocation allocation = new(set, options);
        SplitPart[] best = allocation.Search(out bool isComplete);
        if (!isComplete)
        {
            throw new DataSetException(
                $"{Path.Combine(set.Folder, DataSet.FileName)} cannot be split by group.", "Groups hold several strata in such a way that no allocation was found with every stratum in every part.", "Record more groups, give finer groups with --group, or split in time with --in-time.");
        }

        Dictionary<string, SplitPart> byGroup = Enumerable.Range(0, best.Length).ToDictionary(i => allocation._groups[i], i => best[i]);
        return set.Recordings.ToDictionary(r => r.Id, r => byGroup[r.Group]);
    }

    private void RequireGroups(DataSet set)
    {
        var thin = _cells.Select(cell => (cell, Recordings: set.Recordings.Where(r => (r.Label, r.Tags.Stratum) == cell).ToArray()))
            .Select(c => (c.cell, c.Recordings, Groups: c.Recordings.Select(r => r.Group).Distinct().ToArray()))
            .Where(c => c.Groups.Length < _parts.Length).ToArray();
        if (thin.Length > 0)
        {
            (var cell, DataRecording[] recordings, string[] groups) = thin[0];
            string others = thin.Length > 1 ? $" So have {thin.Length - 1} more: 'tinyedge data describe' lists them." : string.Empty;
            throw new DataSetException(
                $"{Path.Combine(set.Folder, DataSet.FileName)} cannot be split by group.",
                $"Stratum '{cell.Stratum}' of class '{cell.Label}' has {recordings.Length} recording{(recordings.Length == 1 ? string.Empty : "s")} in {groups.Length} group{(groups.Length == 1 ? string.Empty : "s")} ({string.Join(", ", groups)}); {_parts.Length} parts need {_parts.Length} groups.{others}",
                "Record more groups under these conditions, give the recordings finer groups, or split in time with --in-time.");
        }
    }

    // (cells) share of the cell's samples that the group holds.
    private double[] Shares(DataSet set, string group) =>
        [.. _cells.Select(cell =>
        {
            DataRecording[] recordings = [.. set.Recordings.Where(r => (r.Label, r.Tags.Stratum) == cell)];
            return recordings.Where(r => r.Group == group).Sum(r => r.Seconds) / recordings.Sum(r => r.Seconds);
        })];

    private SplitPart[] Search(out bool isComplete)
    {
        TrainingRandom random = new((ulong)_options.Seed);
        int[] order = [.. Enumerable.Range(0, _groups.Length)];
        SplitPart[] best = [];
        double bestCost = double.MaxValue;
        for (int attempt = 0; attempt < Orders; attempt++)
        {
            random.Shuffle(order);
            SplitPart[] parts = Deal(order, out double cost);
            if (cost < bestCost)
            {
                (best, bestCost) = (parts, cost);
            }
        }

        isComplete = bestCost < MissingCost;
        return best;
    }

    private SplitPart[] Deal(int[] order, out double cost)
    {
        SplitPart[] dealt = new SplitPart[_groups.Length];
        double[][] have = [.. Enum.GetValues<SplitPart>().Select(_ => new double[_cells.Length])];
        foreach (int group in order)
        {
            SplitPart part = _parts.MaxBy(p => Lack(have[(int)p], _shares[group], _options.Fractions.Of(p)));
            dealt[group] = part;
            for (int cell = 0; cell < _cells.Length; cell++)
            {
                have[(int)part][cell] += _shares[group][cell];
            }
        }

        cost = _parts.Sum(p => have[(int)p].Sum(share => Math.Abs(share - _options.Fractions.Of(p)) + (share == 0 ? MissingCost : 0)));
        return dealt;
    }

    // How much a part lacks of the strata that the group is of; a part that has nothing of one yet comes first.
    private static double Lack(double[] have, double[] group, double fraction)
    {
        double lack = 0;
        for (int cell = 0; cell < have.Length; cell++)
        {
            lack += group[cell] > 0 ? fraction - have[cell] + (have[cell] == 0 ? 1 : 0) : 0;
        }

        return lack;
    }
}
