using System.Reflection;
using TinyEdge.Companion;
using TinyEdge.Companion.Augmentation;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Tests.DataSets;

public class DataSplitTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(77)]
    public void Split_ByGroup_KeepsGroupsWholeAndEveryStratumInEveryPart(int seed)
    {
        using SampleSet folder = SampleSet.WithGroups(5, 3);
        DataSet set = DataSet.Load(folder.Path);

        DataSplit split = DataSplit.Of(set, new SplitOptions { Seed = seed });

        Dictionary<string, SplitPart[]> partsOfGroups = Enum.GetValues<SplitPart>().SelectMany(p => split.RecordingsOf(p).Select(r => (r.Group, p))).GroupBy(x => x.Group).ToDictionary(g => g.Key, g => g.Select(x => x.p).Distinct().ToArray());
        Assert.Equal(20, partsOfGroups.Count);
        Assert.All(partsOfGroups.Values, parts => Assert.Single(parts));
        foreach (SplitPart part in Enum.GetValues<SplitPart>())
        {
            Assert.Equal(4, split.RecordingsOf(part).Select(r => (r.Label, r.Tags.Stratum)).Distinct().Count());
        }

        // Of five groups: two or three to train on, one to tune on, the rest for the verdict.
        Assert.InRange(split.Train.Recordings.Count, 4 * 2 * 3, 4 * 3 * 3);
        Assert.Equal(4 * 1 * 3, split.Tune.Recordings.Count);
        Assert.Equal(60, Enum.GetValues<SplitPart>().Sum(p => split.RecordingsOf(p).Count));
    }

    [Fact]
    public void Split_SameSeed_GivesTheSameFileAndAnotherSeedAnother()
    {
        using SampleSet folder = SampleSet.WithGroups(6, 2);
        DataSet set = DataSet.Load(folder.Path);
        string[] texts = [.. new[] { 1, 1, 2 }.Select(seed =>
        {
            DataSplit.Of(set, new SplitOptions { Seed = seed }).Save(folder.SplitPath);
            return File.ReadAllText(folder.SplitPath);
        })];

        Assert.Equal(texts[0], texts[1]);
        Assert.NotEqual(texts[0], texts[2]);
    }

    [Fact]
    public void Split_GroupsThatSpanStrata_StayWhole()
    {
        using SampleSet folder = new();
        for (int day = 0; day < 6; day++)
        {
            folder.Add($"a-{day}", "healthy", "low", 2, group: $"bench-{day}").Add($"b-{day}", "fault", "low", 2, group: $"bench-{day}");
        }

        DataSplit split = DataSplit.Of(DataSet.Load(folder.Path), new SplitOptions());

        Assert.Empty(split.TrainAndTune.Recordings.Select(r => r.Group).Intersect(split.Verdict.Recordings.Select(r => r.Group)));
        Assert.Equal(2, split.Verdict.Recordings.Select(r => r.Label).Distinct().Count());
    }

    [Fact]
    public void Split_InTime_TakesTheFirstOfEachFileAndHonoursExceptions()
    {
        using SampleSet folder = new();
        folder.Add("a", "healthy", "low", 100).Add("b", "fault", "high", 11);
        SplitOptions options = new() { Mode = SplitMode.InTime, Exceptions = [new SplitException("speed", "high", new SplitFractions(40, 10, 50))] };

        DataSplit split = DataSplit.Of(DataSet.Load(folder.Path), options);

        Assert.Equal(Enumerable.Range(0, 48), Numbers(split.Train.Recordings, "a"));
        Assert.Equal(Enumerable.Range(48, 12), Numbers(split.Tune.Recordings, "a"));
        Assert.Equal(Enumerable.Range(60, 40), Numbers(split.Verdict.Recordings, "a"));
        Assert.Equal(Enumerable.Range(0, 4), Numbers(split.Train.Recordings, "b"));
        Assert.Equal(Enumerable.Range(5, 6), Numbers(split.Verdict.Recordings, "b"));
    }

    [Fact]
    public void Split_SavedAndLoaded_IsTheSame()
    {
        using SampleSet folder = SampleSet.WithGroups(4, 2);
        DataSet set = DataSet.Load(folder.Path);
        DataSplit split = DataSplit.Of(set, new SplitOptions { Seed = 9 });
        split.Save(folder.SplitPath);

        DataSplit loaded = DataSplit.Load(folder.SplitPath, DataSet.Load(folder.Path));

        Assert.Equal((split.Mode, split.Seed), (loaded.Mode, loaded.Seed));
        foreach (SplitPart part in Enum.GetValues<SplitPart>())
        {
            Assert.Equal(split.RecordingsOf(part).Select(r => r.Id), loaded.RecordingsOf(part).Select(r => r.Id));
        }
    }

    [Theory]
    [InlineData(0, "hold the same values")]
    [InlineData(1, "nearly identical")]
    [InlineData(2, "nearly identical")]
    [InlineData(3, null)]
    public void Split_CopiesInTwoGroups_AreFound(int kind, string? why)
    {
        Recording original = SampleSet.Noise("original");
        Func<float, int, float> change = kind switch
        {
            0 => (v, _) => v,
            1 => (v, _) => MathF.Round(v, 3),
            2 => (v, i) => v + 0.02f + (0.0005f * (i % 5)),
            _ => (v, i) => v + (0.02f * ((i % 7) - 3)),
        };
        using SampleSet folder = SampleSet.WithGroups(3, 1);
        folder.Add("one", "healthy", "low", null, original);
        folder.Add("other", "healthy", "low", null, new Recording("copy", 200, 3, [.. original.Values.Select(change)]));
        DataSet set = DataSet.Load(folder.Path);
        Dictionary<string, SplitPart> parts = set.Recordings.ToDictionary(r => r.Id, r => r.Id == "other#0" ? SplitPart.Verdict : SplitPart.Train);
        DataSplit split = new(set, SplitMode.Groups, 1, parts);

        if (why is null)
        {
            LeakageCheck.Require(split);
            LeakageCheck.RequireNoNearCopies(split);
            return;
        }

        DataSetException error = Assert.Throws<DataSetException>(() =>
        {
            LeakageCheck.Require(split);
            LeakageCheck.RequireNoNearCopies(split);
        });
        Assert.Contains(why, error.Why, StringComparison.Ordinal);
        Assert.Contains("'one#0' and 'other#0'", error.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Require_AGroupInTwoParts_IsALeak()
    {
        using SampleSet folder = SampleSet.WithGroups(1, 4);
        DataSet set = DataSet.Load(folder.Path);

        DataSetException error = Assert.Throws<DataSetException>(() => LeakageCheck.Require(new DataSplit(set, SplitMode.Groups, 1, set.Recordings.ToDictionary(r => r.Id, r => r.Number == 0 ? SplitPart.Verdict : SplitPart.Train))));

        Assert.Contains("is in two parts", error.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Require_VerdictBeforeTrainingInTime_IsALeak()
    {
        using SampleSet folder = SampleSet.WithGroups(1, 4);
        DataSet set = DataSet.Load(folder.Path);

        Assert.Throws<DataSetException>(() => LeakageCheck.Require(new DataSplit(set, SplitMode.InTime, 1, set.Recordings.ToDictionary(r => r.Id, r => r.Number == 0 ? SplitPart.Verdict : SplitPart.Train))));
    }

    /// <summary>The rule of the types: nothing public makes a signal to learn from but a training part, and nothing a buffer to augment.</summary>
    [Fact]
    public void TrainingSignals_AreMadeByTrainingPartsOnly()
    {
        Assert.Empty(typeof(TrainingSignal).GetConstructors(BindingFlags.Public | BindingFlags.Instance));
        Assert.Empty(typeof(TrainingPart).GetConstructors(BindingFlags.Public | BindingFlags.Instance));
        Assert.Empty(typeof(SignalBuffer).GetConstructors(BindingFlags.Public | BindingFlags.Instance));
        IEnumerable<Type> makers = typeof(TrainingPart).Assembly.GetExportedTypes()
            .Where(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Any(m => m.ReturnType.ToString().Contains(nameof(TrainingSignal), StringComparison.Ordinal)));
        Assert.Equal([typeof(TrainingPart)], makers);
    }

    private static IEnumerable<int> Numbers(IEnumerable<DataRecording> recordings, string file) => recordings.Where(r => r.File.Name == file).Select(r => r.Number);
}
