using TinyEdge.Companion;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training;

namespace TinyEdge.Tests.DataSets;

public class DataSetTests
{
    [Fact]
    public void Load_AnyFloats_GivesTheSameBitsAgain()
    {
        TrainingRandom random = new(3);
        float[] values = [0, -0f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, 1e-30f, 0.1f, 0.047363f,
            .. Enumerable.Range(0, 3000).Select(_ => (float)(random.NextNormal() * Math.Pow(10, random.NextIndex(12) - 6)))];
        using SampleSet folder = new();
        folder.Add("odd", "healthy", "low", null, new Recording("odd", 200, 3, values));

        DataRecording read = Assert.Single(DataSet.Load(folder.Path).Recordings);

        Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), read.Signal.Values.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(("odd#0", "healthy", "speed=low", "odd", 8.0), (read.Id, read.Label, read.Tags.Stratum, read.Group, read.File.SensorRange));
    }

    [Fact]
    public void Add_ToAPresentSet_KeepsWhatIsThereAndNumbersTakenNames()
    {
        using SampleSet folder = new();
        folder.Add("pump", "healthy", "low", 2).Add("pump", "fault", "high", 3, group: "bench");

        DataSet set = DataSet.Load(folder.Path);

        Assert.Equal(["pump#0", "pump#1", "pump-2#0", "pump-2#1", "pump-2#2"], set.Recordings.Select(r => r.Id));
        Assert.Equal(["healthy", "fault"], set.Labels);
        Assert.Equal(["pump", "bench"], set.Files.Select(f => f.Group));
        Assert.Equal([0, 0, 1, 1, 1], set.Recordings.Select(set.ClassOf));
    }

    [Fact]
    public void Add_OtherRate_IsRefusedAndTheSetIsAsItWas()
    {
        using SampleSet folder = SampleSet.WithGroups(1, 2);
        Dictionary<string, string> before = folder.Snapshot();

        DataSetException error = Assert.Throws<DataSetException>(() => folder.Add("new", "healthy", "low", null, new Recording("fast", 400, 3, new float[30])));

        Assert.Contains("400 Hz", error.Why, StringComparison.Ordinal);
        Assert.Equal(before, folder.Snapshot());
    }

    [Fact]
    public void Add_FolderThatCannotBeWritten_LeavesNothingBehind()
    {
        using SampleSet folder = SampleSet.WithGroups(1, 2);

        // Something that is no file in the place of the second of two new ones: the first has been written by then.
        Directory.CreateDirectory(folder.FilePath("new-2"));
        Dictionary<string, string> before = folder.Snapshot();

        NewRecordings added = new("new", null, "healthy", RecordingTags.None, null, [SampleSet.Noise("x")]);
        Assert.Throws<DataSetException>(() => DataSetWriter.Add(folder.Path, SignalUnit.G, [added, added]));

        Assert.Equal(before, folder.Snapshot());
    }

    [Theory]
    [InlineData("healthy", true)]
    [InlineData("pump-7.b", true)]
    [InlineData("90-rpm", true)]
    [InlineData("12345", true)]
    [InlineData("Pump", false)]
    [InlineData("", false)]
    [InlineData("-a", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("müller", false)]
    [InlineData("run-2024-03-01", false)]
    [InlineData("2024-3", false)]
    [InlineData("1.3.2024", false)]
    [InlineData("20240301", false)]
    [InlineData("badge-123456", false)]
    [InlineData("a-name-that-goes-on-for-longer-than-forty-eight-characters", false)]
    public void IsSafe_OnlyNamesWithoutDatesAndPeoplesNumbers(string name, bool expected) => Assert.Equal(expected, SafeName.IsSafe(name));

    [Fact]
    public void Digest_OfARecording_DependsOnRateAxesAndEveryBit()
    {
        float[] values = [1, 2, 3, 4, 5, 6];
        string digest = ContentDigest.Of(new Recording("a", 200, 3, values));

        Assert.Equal(digest, ContentDigest.Of(new Recording("b", 200, 3, [.. values])));
        Assert.NotEqual(digest, ContentDigest.Of(new Recording("a", 201, 3, values)));
        Assert.NotEqual(digest, ContentDigest.Of(new Recording("a", 200, 2, values)));
        Assert.NotEqual(digest, ContentDigest.Of(new Recording("a", 200, 3, [1, 2, 3, 4, 5, MathF.BitIncrement(6)])));
    }

    /// <summary>An example that anyone can recompute: SHA-256 over 01000000 01000000 0000803f.</summary>
    [Fact]
    public void Digest_OfOneSample_IsTheOneOfTheSpecification() =>
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0x80, 0x3f]))[..32],
            ContentDigest.Of(new Recording("a", 1, 1, [1f])));

    [DataFact]
    public void FanRecordings_AsADataSet_SplitAsFanSplitDoes()
    {
        IReadOnlyList<FanFile> files = FanVibrationLayout.Load(TestData.PathOf("fan-vibration"));
        DataSet set = FanDataSet.Load(TestData.PathOf("fan-vibration"));

        DataSplit split = DataSplit.Of(set, FanDataSet.Split);

        Assert.Equal(["healthy", "fault", "off"], set.Labels);
        AssertSame(files.SelectMany(FanSplit.Fitting), split.Train.Recordings);
        AssertSame(files.SelectMany(FanSplit.Tuning), split.Tune.Recordings);
        AssertSame(files.SelectMany(FanSplit.Verdict), split.Verdict.Recordings);
        AssertSame(files.SelectMany(FanSplit.Training), split.TrainAndTune.Recordings);
    }

    private static void AssertSame(IEnumerable<Recording> expected, IReadOnlyList<DataRecording> actual) =>
        Assert.Equal(expected.Select(ContentDigest.Of), actual.Select(r => r.Digest));
}
