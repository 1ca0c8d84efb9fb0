namespace TinyEdge.Companion.DataSets;

/// <summary>
/// Deals out each file in the order of recording: first train, then tune, then verdict. Whole percent of the number of recordings, rounded
/// down for what is learnt from, so that the default is the split of the public fan recordings.
/// </summary>
internal static class TimeAllocation
{
    public static IReadOnlyDictionary<string, SplitPart> Of(DataSet set, SplitOptions options)
    {
        Dictionary<string, SplitPart> parts = [];
        foreach (IGrouping<DataSetFile, DataRecording> file in set.Recordings.GroupBy(r => r.File))
        {
            DataRecording[] recordings = [.. file];
            (int train, int learnt) = Counts(recordings.Length, options.For(file.Key));
            Require(set, file.Key, options.For(file.Key), train, learnt);
            for (int i = 0; i < recordings.Length; i++)
            {
                parts[recordings[i].Id] = i < train ? SplitPart.Train : i < learnt ? SplitPart.Tune : SplitPart.Verdict;
            }
        }

        return parts;
    }

    private static (int Train, int Learnt) Counts(int recordings, SplitFractions fractions)
    {
        int learntPercent = fractions.TrainPercent + fractions.TunePercent;
        int learnt = (int)((long)recordings * learntPercent / 100);
        return (learnt * fractions.TrainPercent / learntPercent, learnt);
    }

    private static void Require(DataSet set, DataSetFile file, SplitFractions fractions, int train, int learnt)
    {
        if (train == 0 || (learnt == train && fractions.TunePercent > 0) || learnt == file.Recordings)
        {
            throw new DataSetException(
                $"{Path.Combine(set.Folder, DataSet.RecordingsFolder, file.Name + ".csv")} cannot be split in time.",
                $"It has {file.Recordings} recording{(file.Recordings == 1 ? string.Empty : "s")} ({file.Label}, {file.Tags.Stratum}): too few for {fractions.TrainPercent}/{fractions.TunePercent}/{fractions.VerdictPercent} percent.",
                "Record more under these conditions, cut the recording into shorter ones at import (--cut-seconds), or split by group.");
        }
    }
}
