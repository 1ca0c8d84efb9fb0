using TinyEdge.Companion.Profiling;
using TinyEdge.Runtime.Detection;
using TinyEdge.Runtime.Supervision;

namespace TinyEdge.Tests.Supervision;

/// <summary>What the main loop promises for years: no allocation, and decisions that depend on samples alone.</summary>
public class LoopTests
{
    [Fact]
    public void Step_AThousandWindows_AllocatesNothing()
    {
        var board = new LabBoard { KeepsHealthLines = false };
        SupervisedDevice device = SupervisedDevice.WithConfirmed(board, SupervisorBundle.Build(10));
        DeviceSupervisor supervisor = device.Supervisor;
        StepWindows(board, supervisor, 100);

        Assert.Equal(0, AllocationMeter.Measure(() => StepWindows(board, supervisor, 1000)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Step_SameSamplesInOtherBursts_DecidesAlike(int seed)
    {
        List<(int, int, int, int, bool, bool)> whole = Decide(() => 32);
        Random random = new(seed);
        List<(int, int, int, int, bool, bool)> pieces = Decide(() => random.Next(0, 33));

        Assert.InRange(whole.Count, 250, 300);
        Assert.Equal(whole, pieces);
        Assert.True(whole.Select(d => d.Item3).Distinct().Count() > 3, "The signal moves the score.");
    }

    private static void StepWindows(LabBoard board, DeviceSupervisor supervisor, int count)
    {
        int end = supervisor.Health.Windows + count;
        while (supervisor.Health.Windows < end)
        {
            board.Time.UptimeMs += 10;
            supervisor.Step();
        }
    }

    /// <summary>Every decision over the first 10,000 samples.</summary>
    private static List<(int Number, int Class, int Score, int Smoothed, bool Alarm, bool Changed)> Decide(Func<int> bursts)
    {
        const int Samples = 10_000;
        List<(int, int, int, int, bool, bool)> decisions = [];
        var board = new LabBoard
        {
            Resident = () => new LabApp
            {
                Deciding = (Decision d, AppActions _) => decisions.Add((d.Number, d.ClassIndex, d.Score, d.SmoothedScore, d.Alarm, d.AlarmChanged)),
            },
        };
        ScriptedSensor sensor = board.ScriptedSensor;
        sensor.Bursts = () => (int)Math.Min(bursts(), Samples - sensor.Taken);
        DeviceSupervisor supervisor = new(board);
        supervisor.Boot();
        while (sensor.Taken < Samples)
        {
            supervisor.Step();
        }

        return decisions;
    }
}
