using TinyEdge.Faults.Soak;

namespace TinyEdge.Tests.Faults;

/// <summary>A short piece of the soak; all of it: <c>tinyedge soak</c>.</summary>
public class SoakTests
{
    [Fact]
    public void Run_TenThousandWindows_LosesInventsAndAllocatesNothing()
    {
        SoakFigures figures = SoakRun.Run(new SoakOptions(Windows: 10_000, Seed: 3));
        Assert.True(figures.Holds, string.Join('\n', figures.Violations));
        Assert.InRange(figures.Windows, 10_000, 10_010);

        // It was no quiet night: each kind of thing happened.
        Assert.All(
            [figures.Confirmed, figures.Reverted, figures.PowerCuts, figures.FlashCuts, figures.LinkLosses, figures.BadPushes, figures.Silences, figures.BusErrors, figures.Overruns, figures.Alarms],
            count => Assert.NotEqual(0, count));
    }

    [Fact]
    public void Run_SameSeed_IsTheSameRun()
    {
        SoakOptions options = new(Windows: 1200, Seed: 7);
        Assert.Equal(Deterministic(SoakRun.Run(options)), Deterministic(SoakRun.Run(options)));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200)]
    public void PlainDetector_ConstantScore_RaisesAtItsLevelOnly(int score)
    {
        PlainDetector detector = new(onLevel: 150, offLevel: 100, onCount: 3, offCount: 3, smoothingShift: 1);
        bool[] changes = [.. Enumerable.Range(0, 6).Select(_ => detector.Take(score))];
        Assert.Equal(score >= 150 ? [false, false, true, false, false, false] : new bool[6], changes);
    }

    private static IEnumerable<(string, string)> Deterministic(SoakFigures figures) =>
        new SoakReport("soak", new SoakOptions(), figures).Rows().Where(row => !row.Name.Contains("varies", StringComparison.Ordinal));
}
