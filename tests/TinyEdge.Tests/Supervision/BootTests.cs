using TinyEdge.Bundles;
using TinyEdge.Runtime.Supervision;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Tests.Supervision;

/// <summary>What runs after power-on, and what a device does that runs nothing.</summary>
public class BootTests
{
    private static readonly byte[] s_app = [9];

    [Fact]
    public void R28_Boot_EmptyVolume_RunsTheGoldenSetAndCountsWindows()
    {
        SupervisedDevice device = SupervisedDevice.PowerOn();
        device.Run(5000);

        Assert.Equal((ResultCode.Ok, Bank.Golden), (device.BootResult, device.RunningBank));
        Assert.Equal("golden", device.Health().Text(WireLabels.Bank));
        Assert.InRange(device.Health().Number(WireLabels.Windows)!.Value, 20, 30);
        Assert.Equal(0, device.Health().Number(WireLabels.SensorResult));
    }

    [Fact]
    public void Boot_RecordsAndBanksLost_RunsTheGoldenSetAndTakesAPush()
    {
        SupervisedDevice device = SupervisedDevice.WithConfirmed(new LabBoard(), SupervisorBundle.Build(10));
        device.Board.Volume.Format();
        device.Reboot();
        Assert.Equal(Bank.Golden, device.RunningBank);

        Assert.Equal(ResultCode.Ok, device.Install(SupervisorBundle.Build(10)));
        device.RunUntil(() => device.Record.Phase == UpdatePhase.Idle, 30_000);

        Assert.Equal("lab-10", device.Health().Text(WireLabels.BundleId));
    }

    [Fact]
    public void Boot_SensorMissing_AnswersReportsItAndTakesAPush()
    {
        SupervisedDevice device = SupervisedDevice.PowerOn(new LabBoard { Sensor = null });
        device.Run(5000);

        Assert.Equal((ResultCode.Ok, (long)ResultCode.SensorNotFound), (device.BootResult, device.Health().Number(WireLabels.SensorResult)));
        Assert.Equal(0, device.Health().Number(WireLabels.Windows));
        Assert.Equal(ResultCode.Ok, device.Install(SupervisorBundle.Build(10)));
        device.RunUntil(() => device.Record.Phase == UpdatePhase.Idle, 30_000);
        Assert.Equal(UpdateOutcome.Confirmed, device.Record.LastOutcome);
    }

    [Theory]
    [InlineData(ResultCode.SensorWrongIdentity)]
    [InlineData(ResultCode.BusError)]
    [InlineData(ResultCode.UnsupportedSensorSetting)]
    public void Boot_SensorRefusesToStart_ReportsItsCodeAndComesBackWithTheSensor(ResultCode code)
    {
        var board = new LabBoard();
        board.ScriptedSensor.StartResult = code;
        SupervisedDevice device = SupervisedDevice.PowerOn(board);
        device.Run(5000);
        Assert.Equal((long)code, device.Health().Number(WireLabels.SensorResult));
        Assert.InRange(board.ScriptedSensor.Starts, 4, 6);

        board.ScriptedSensor.StartResult = ResultCode.Ok;
        device.Run(5000);

        Assert.Equal(0, device.Health().Number(WireLabels.SensorResult));
        Assert.NotEqual(0, device.Health().Number(WireLabels.Windows));
    }

    [Fact]
    public void Step_SensorRestarted_KeepsItsCountsOfLosses()
    {
        SupervisedDevice device = SupervisedDevice.PowerOn();
        ScriptedSensor sensor = device.Board.ScriptedSensor;
        sensor.OverrunCount = 3;
        sensor.BusErrorCount = 5;
        device.Run(100);
        sensor.IsSilent = true;
        device.Run(1500);
        (sensor.OverrunCount, sensor.BusErrorCount, sensor.IsSilent) = (1, 1, false);
        device.Run(1500);

        Assert.Equal((4L, 6L), (device.Health().Number(WireLabels.Overruns), device.Health().Number(WireLabels.BusErrors)));
    }

    [Fact]
    public void R25_Boot_ConfirmedBundleNoLongerStarts_FallsBackAfterFiveBoots()
    {
        bool broken = false;
        var board = new LabBoard { Loader = (_, _) => broken ? (ResultCode.AppLoadFailed, null) : (ResultCode.Ok, new LabApp()) };
        SupervisedDevice device = SupervisedDevice.WithConfirmed(board, SupervisorBundle.Build(10), SupervisorBundle.Build(11, app: s_app));
        device.Run(DeviceSupervisorHealthyMs);
        broken = true;
        device.Reboot();
        Assert.Equal(ResultCode.AppLoadFailed, device.BootResult);
        Assert.Equal((long)ResultCode.AppLoadFailed, device.Health().Number(WireLabels.StartResult));
        int boots = device.Boots;

        device.RunUntil(() => device.Record.LastReason == ResultCode.CrashLoop, 60_000);

        Assert.Equal((UpdateOutcome.FellBack, "lab-10"), (device.Record.LastOutcome, device.Health().Text(WireLabels.BundleId)));
        Assert.Equal(5, device.Boots - boots);
        device.Run(3000);
        Assert.NotEqual(0, device.Health().Number(WireLabels.Windows));
    }

    [Fact]
    public void Boot_ConfirmedBundleDoesNotStart_StillServesLinksAndTakesAPush()
    {
        bool broken = false;
        var board = new LabBoard { Loader = (_, _) => broken ? (ResultCode.AppTypeNotFound, null) : (ResultCode.Ok, new LabApp()) };
        SupervisedDevice device = SupervisedDevice.WithConfirmed(board, SupervisorBundle.Build(10, app: s_app));
        broken = true;
        device.Reboot();

        Assert.Equal(ResultCode.Ok, device.Push(SupervisorBundle.Build(11)));
        device.RunUntil(() => device.Record.Phase == UpdatePhase.Idle && device.Record.LastOutcome == UpdateOutcome.Confirmed && device.Record.ActiveBank == device.RunningBank, 60_000);

        Assert.Equal("lab-11", device.Health().Text(WireLabels.BundleId));
    }

    [Fact]
    public void Boot_ActiveBankDamaged_RunsTheOtherOne()
    {
        SupervisedDevice device = SupervisedDevice.WithConfirmed(new LabBoard(), SupervisorBundle.Build(10), SupervisorBundle.Build(11));
        device.Board.Volume[Bank.FileOf(device.RunningBank)]![^5] ^= 1;
        device.Reboot();

        Assert.Equal(("lab-10", UpdateOutcome.FellBack), (device.Health().Text(WireLabels.BundleId), device.Record.LastOutcome));
        Assert.Equal(ResultCode.Ok, device.BootResult);
    }

    [Fact]
    public void Rollback_Confirmed_GoesToTheBundleBeforeAndThenToGolden()
    {
        SupervisedDevice device = SupervisedDevice.WithConfirmed(new LabBoard(), SupervisorBundle.Build(10), SupervisorBundle.Build(11));
        foreach (string expected in new[] { "lab-10", "golden" })
        {
            int boots = device.Boots;
            Assert.Equal(ResultCode.Ok, device.Supervisor.Rollback());
            device.RunUntil(() => device.Boots > boots, 2000);
            Assert.Equal(expected, device.Health().Text(WireLabels.BundleId));
            device.Run(1000);
        }

        Assert.Equal(ResultCode.NothingToRollBackTo, device.Supervisor.Rollback());
    }

    [Fact]
    public void RequestReboot_LeavesTimeForTheAnswerAndForgivesTheBoot()
    {
        SupervisedDevice device = SupervisedDevice.WithConfirmed(new LabBoard(), SupervisorBundle.Build(10));
        device.Reboot();
        Assert.NotEqual(0, device.Record.UncleanBoots);

        device.Supervisor.RequestReboot();
        Assert.False(device.Supervisor.RebootDue);
        device.Board.Time.UptimeMs += DeviceSupervisor.RebootDelayMs;
        Assert.True(device.Supervisor.RebootDue);
        device.Supervisor.PrepareReboot();

        Assert.Equal(0, device.Record.UncleanBoots);
    }

    [Fact]
    public void Step_TenMinutesUp_ForgivesUncleanBoots()
    {
        SupervisedDevice device = SupervisedDevice.WithConfirmed(new LabBoard(), SupervisorBundle.Build(10));
        device.Reboot();
        device.Run(DeviceSupervisorHealthyMs);

        Assert.Equal(0, device.Record.UncleanBoots);
    }

    /// <summary>A little more than the ten minutes after which a boot counts as a good one.</summary>
    private const int DeviceSupervisorHealthyMs = 600_100;
}
