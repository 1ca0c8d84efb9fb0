namespace TinyEdge.Companion.DataSets;

/// <summary>Refuses splits in which what is judged on has been learnt from.</summary>
internal static class LeakageCheck
{
    private const string CopyRemedy = "Remove one of them from the set, or give their files the same group.";

    /// <summary>Groups, the order of time and identical content.</summary>
    public static void Require(DataSplit split)
    {
        if (split.Mode == SplitMode.Groups)
        {
            RequireWholeGroups(split);
        }
        else
        {
            RequireOrder(split);
        }

        RequireDistinctContent(split);
    }

    /// <summary>Recordings that differ by rounding, offset or a trace of noise only.</summary>
    public static void RequireNoNearCopies(DataSplit split)
    {
        if (NearCopies.Find(split) is (DataRecording one, DataRecording other))
        {
            throw Leak(split, $"'{one.Id}' and '{other.Id}' are in two parts and are nearly identical (they differ by less than {NearCopies.LargestDifference:P0} of their level).", CopyRemedy);
        }
    }

    private static void RequireWholeGroups(DataSplit split)
    {
        Dictionary<string, SplitPart> partOf = [];
        foreach ((DataRecording recording, SplitPart part) in All(split))
        {
            if (partOf.TryAdd(recording.Group, part) || partOf[recording.Group] == part)
            {
                continue;
            }

            throw Leak(split, $"Group '{recording.Group}' is in two parts, {partOf[recording.Group]} and {part}.", "Split again with 'tinyedge data split'.");
        }
    }

    private static void RequireOrder(DataSplit split)
    {
        foreach (var file in All(split).GroupBy(r => r.Recording.File))
        {
            SplitPart last = SplitPart.Train;
            foreach ((DataRecording recording, SplitPart part) in file.OrderBy(r => r.Recording.Number))
            {
                last = part >= last ? part : throw Leak(split, $"'{recording.Id}' is in part {part}, an earlier recording of its file in {last}.", "What is judged on must come after what is learnt from: split again with 'tinyedge data split --in-time'.");
            }
        }
    }

    private static void RequireDistinctContent(DataSplit split)
    {
        Dictionary<string, (DataRecording Recording, SplitPart Part)> seen = [];
        foreach ((DataRecording recording, SplitPart part) in All(split))
        {
            if (!seen.TryAdd(recording.Digest, (recording, part)) && seen[recording.Digest] is var first && first.Part != part)
            {
                throw Leak(split, $"'{first.Recording.Id}' and '{recording.Id}' are in two parts and hold the same values.", CopyRemedy);
            }
        }
    }

    private static IEnumerable<(DataRecording Recording, SplitPart Part)> All(DataSplit split) =>
        Enum.GetValues<SplitPart>().SelectMany(part => split.RecordingsOf(part).Select(r => (r, part)));

    private static DataSetException Leak(DataSplit split, string why, string remedy) => new($"The split of {split.Set.Folder} leaks.", why, remedy);
}
