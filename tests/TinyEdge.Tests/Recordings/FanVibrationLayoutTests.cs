using TinyEdge.Companion.Recordings;

namespace TinyEdge.Tests.Recordings;

public class FanVibrationLayoutTests
{
    [Theory]
    [InlineData("fan_0_low_0_weight.csv", FanSpeed.Low, MachineState.Healthy, false)]
    [InlineData("fan_0_med_1_weight.csv", FanSpeed.Medium, MachineState.Fault, false)]
    [InlineData("fan_0_high_1_weight", FanSpeed.High, MachineState.Fault, false)]
    [InlineData("fan_0_off_0_weight.csv", FanSpeed.Off, MachineState.Off, false)]
    [InlineData("fan_0_low_0_weight-moving.csv", FanSpeed.Low, MachineState.Healthy, true)]
    public void ParseName_KnownName_GivesConditions(string name, FanSpeed speed, MachineState state, bool isMoving) =>
        Assert.Equal(new FanConditions(speed, state, isMoving), FanVibrationLayout.ParseName(name));

    [Theory]
    [InlineData("readme.csv")]
    [InlineData("fan_0_turbo_0_weight.csv")]
    [InlineData("fan_0_low_x_weight.csv")]
    [InlineData("pump_0_low_0_weight.csv")]
    public void ParseName_OtherName_GivesNull(string name) => Assert.Null(FanVibrationLayout.ParseName(name));

    [Fact]
    public void Load_FolderWithoutFanFiles_SaysWhatIsExpected() =>
        Assert.Contains("fan_0_SPEED_WEIGHTS_weight.csv", Assert.Throws<RecordingException>(() => FanVibrationLayout.Load(AppContext.BaseDirectory)).Why);

    [Theory]
    [InlineData(10, false, 6)]
    [InlineData(471, false, 282)]
    [InlineData(239, true, 119)]
    [InlineData(1, false, 0)]
    public void Split_AnyFile_NeverTrainsOnTheVerdictAndKeepsTheOrder(int count, bool isMoving, int training)
    {
        Recording[] recordings = [.. Enumerable.Range(0, count).Select(i => new Recording($"r{i}", 200, 3, [0, 0, 1]))];
        FanFile file = new("f", new FanConditions(FanSpeed.Low, MachineState.Healthy, isMoving), recordings);

        Assert.Equal(training, FanSplit.TrainingCount(file));
        Assert.Equal(recordings, [.. FanSplit.Training(file), .. FanSplit.Verdict(file)]);
        Assert.Equal(FanSplit.Training(file), [.. FanSplit.Fitting(file), .. FanSplit.Tuning(file)]);
    }

    [DataFact]
    public void Load_PublicRecordings_FindsAllOfThem()
    {
        IReadOnlyList<FanFile> files = FanVibrationLayout.Load(TestData.PathOf("fan-vibration"));

        Assert.Equal(8, files.Count);
        Assert.Equal(3509, files.Sum(f => f.Recordings.Count));
        Assert.All(files.SelectMany(f => f.Recordings), r => Assert.Equal(200, r.SampleCount));
        Assert.Single(files, f => f.Conditions.IsMoving);
    }
}
