using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Runtime.Supervision;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Tests.Supervision;

/// <summary>From a staged bundle to its confirmation, or back: the supervisor with the real engine, parser, pipeline and gate.</summary>
public class TrialTests
{
    private static readonly byte[] s_first = SupervisorBundle.Build(10);
    private static readonly byte[] s_app = [1, 2, 3];

    [Fact]
    public void Trial_HealthyBundle_IsConfirmedAndRunsAgainAfterAReset()
    {
        SupervisedDevice device = SupervisedDevice.WithConfirmed(new LabBoard(), s_first);

        Assert.Equal((Bank.A, UpdatePhase.Idle, UpdateOutcome.Confirmed), (device.RunningBank, device.Record.Phase, device.Record.LastOutcome));
        device.Reboot();
        Assert.Equal((Bank.A, ResultCode.Ok), (device.RunningBank, device.BootResult));
        Assert.Equal("lab-10", device.Health().Text(WireLabels.BundleId));
    }

    [Fact]
    public void R23_Trial_NoAutoConfirm_WaitsForItsOperator()
    {
        SupervisedDevice device = SupervisedDevice.PowerOn();
        Assert.Equal(ResultCode.Ok, device.Install(SupervisorBundle.Build(10, SupervisorBundle.Health with { NoAutoConfirm = true })));
        Assert.Equal(ResultCode.HealthGatePending, device.Supervisor.Confirm());

        device.Run(20_000);
        Assert.Equal(UpdatePhase.Trial, device.Record.Phase);
        Assert.Equal(ResultCode.Ok, device.Supervisor.Confirm());

        Assert.Equal((UpdatePhase.Idle, UpdateOutcome.Confirmed), (device.Record.Phase, device.Record.LastOutcome));
    }

    [Fact]
    public void R22_Trial_NobodyConfirmsByHand_IsTakenBackAtItsDeadline()
    {
        SupervisedDevice device = SupervisedDevice.PowerOn();
        device.Install(SupervisorBundle.Build(10, SupervisorBundle.Health with { NoAutoConfirm = true }));

        device.RunUntil(() => device.Record.Phase == UpdatePhase.Reverted, 65_000);

        Assert.Equal(ResultCode.TrialDeadlinePassed, device.Record.LastReason);
    }

    [Theory]
    [InlineData(true, UpdateOutcome.Confirmed, ResultCode.Ok)]
    [InlineData(false, UpdateOutcome.Reverted, ResultCode.NoCompanionContact)]
    public void R21_Trial_ContactRequired_DependsOnTheContact(bool contact, UpdateOutcome outcome, ResultCode reason)
    {
        SupervisedDevice device = SupervisedDevice.PowerOn();
        device.Install(SupervisorBundle.Build(10, SupervisorBundle.Health with { RequireCompanionContact = true }));
        device.Run(10_000);
        Assert.Equal(UpdatePhase.Trial, device.Record.Phase);

        if (contact)
        {
            device.Supervisor.NoteCompanionContact();
        }

        device.RunUntil(() => device.Record.Phase != UpdatePhase.Trial, 65_000);
        Assert.Equal((outcome, reason), (device.Record.LastOutcome, device.Record.LastReason));
    }

    [Fact]
    public void R17_Trial_GoldenVectorsDiffer_IsTakenBackAtOnceWithTheReason()
    {
        SupervisedDevice device = SupervisedDevice.WithConfirmed(new LabBoard(), s_first);
        byte[] bad = SupervisorBundle.Build(11, parts: SupervisorBundle.WithWrongGolden());

        AssertTakenBack(device, bad, ResultCode.GoldenVectorMismatch, attempts: 1);

        AssertTakenBack(device, bad, ResultCode.GoldenVectorMismatch, attempts: 1);
        Assert.Equal(ResultCode.FailedBefore, device.Push(bad));
    }

    [Theory]
    [InlineData("Configure", ResultCode.AppThrew, 3)]
    [InlineData("OnDecision", ResultCode.AppThrew, 1)]
    [InlineData("Version", ResultCode.AppThrew, 3)]
    public void R02_Trial_AppThrows_IsTakenBack(string where, ResultCode reason, int attempts)
    {
        var board = new LabBoard
        {
            Loader = (_, _) => (ResultCode.Ok, new LabApp
            {
                Configuring = _ => ThrowIf(where == "Configure"),
                Deciding = (_, _) => ThrowIf(where == "OnDecision"),
                VersionOf = () => { ThrowIf(where == "Version"); return 1; },
            }),
        };
        SupervisedDevice device = SupervisedDevice.WithConfirmed(board, s_first);

        AssertTakenBack(device, SupervisorBundle.Build(11, app: s_app), reason, attempts);
    }

    [Fact]
    public void R25_Confirmed_AppBeginsToThrow_IsLeftAfterFiveCrashes()
    {
        bool throws = false;
        var board = new LabBoard { Loader = (_, _) => (ResultCode.Ok, new LabApp { Deciding = (_, _) => ThrowIf(throws) }) };
        SupervisedDevice device = SupervisedDevice.WithConfirmed(board, s_first, SupervisorBundle.Build(11, app: s_app));
        int bank = device.RunningBank;
        int boots = device.Boots;

        throws = true;
        device.RunUntil(() => device.RunningBank != bank, 120_000);

        Assert.Equal((UpdateOutcome.FellBack, ResultCode.CrashLoop), (device.Record.LastOutcome, device.Record.LastReason));
        Assert.InRange(device.Boots - boots, 4, 6);
        Assert.Equal(10u, device.Supervisor.Engine.Running.Sequence);
    }

    [Fact]
    public void Confirmed_AppThrowsNowAndThen_IsCountedAndGoesOn()
    {
        int decisions = 0;
        var board = new LabBoard { Loader = (_, _) => (ResultCode.Ok, new LabApp { Deciding = (_, _) => ThrowIf(decisions++ > 40 && decisions % 3 != 0) }) };
        SupervisedDevice device = SupervisedDevice.WithConfirmed(board, s_first, SupervisorBundle.Build(11, app: s_app));
        int boots = device.Boots;

        device.Run(30_000);

        Assert.Equal(boots, device.Boots);
        Assert.True(long.Parse(device.Health().Fields[WireLabels.AppThrows]) > 10);
    }

    [Theory]
    [InlineData(ResultCode.AppThrew, 3)]
    [InlineData(ResultCode.AppLoadFailed, 3)]
    [InlineData(ResultCode.AppTypeNotFound, 1)]
    public void R13_R14_Trial_AppCannotBeMade_EndsAfterTheAttemptsThatItsCodeGets(ResultCode code, int attempts)
    {
        SupervisedDevice device = SupervisedDevice.WithConfirmed(new LabBoard { Loader = (_, _) => (code, null) }, s_first);

        AssertTakenBack(device, SupervisorBundle.Build(11, app: s_app), code, attempts);
    }

    [Fact]
    public void R14_Trial_AppLoadsOnTheSecondAttempt_IsConfirmed()
    {
        int loads = 0;
        var board = new LabBoard { Loader = (_, _) => ++loads == 1 ? (ResultCode.AppLoadFailed, null) : (ResultCode.Ok, new LabApp()) };
        SupervisedDevice device = SupervisedDevice.PowerOn(board);
        device.Install(SupervisorBundle.Build(10, app: s_app));

        device.RunUntil(() => device.Record.Phase == UpdatePhase.Idle, 30_000);

        Assert.Equal((2, UpdateOutcome.Confirmed), (loads, device.Record.LastOutcome));
        Assert.Equal("7.0.0", device.Health().Text(WireLabels.AppVersion));
    }

    [Fact]
    public void Trial_App_GetsItsImageAndTypeName()
    {
        (byte[] Image, string Type) seen = ([], "");
        var board = new LabBoard { Loader = (image, type) => { seen = (image, type); return (ResultCode.Ok, new LabApp()); } };

        SupervisedDevice.WithConfirmed(board, SupervisorBundle.Build(10, app: s_app));

        Assert.Equal(s_app, seen.Image);
        Assert.Equal(SupervisorBundle.EntryType, seen.Type);
    }

    [Fact]
    public void Trial_AppAsksForAnImpossiblePeriod_IsTakenBack()
    {
        var board = new LabBoard { Loader = (_, _) => (ResultCode.Ok, new LabApp { Configuring = s => s.HealthPeriodMs = 0 }) };
        SupervisedDevice device = SupervisedDevice.WithConfirmed(board, s_first);

        AssertTakenBack(device, SupervisorBundle.Build(11, app: s_app), ResultCode.UnsupportedSensorSetting, 1);
    }

    [Fact]
    public void Trial_BadModel_IsTakenBackWithThePipelinesCode()
    {
        byte[] model = [.. SupervisorBundle.Parts.Model];
        model[0] ^= 1;
        SupervisedDevice device = SupervisedDevice.WithConfirmed(new LabBoard(), s_first);

        AssertTakenBack(device, SupervisorBundle.Build(11, parts: SupervisorBundle.Parts with { Model = model }), ResultCode.BadModel, 1);
    }

    [Fact]
    public void Trial_PoolOneByteOverItsBudget_IsTakenBack()
    {
        SupervisorBundle.Parts.Prepare(out TinyEdge.Runtime.Memory.StaticPool pool, "test");
        SupervisedDevice device = SupervisedDevice.WithConfirmed(new LabBoard(), SupervisorBundle.Build(10, budgetBytes: pool.TotalBytes));

        AssertTakenBack(device, SupervisorBundle.Build(11, budgetBytes: pool.TotalBytes - 1), ResultCode.PoolOverBudget, 1);
    }

    [Fact]
    public void R20_Trial_SensorGoesSilent_IsTakenBackAfterTheGraceTime()
    {
        SupervisedDevice device = SupervisedDevice.WithConfirmed(new LabBoard(), s_first);
        device.Run(5000);
        Assert.Equal(ResultCode.Ok, device.Install(SupervisorBundle.Build(11)));

        device.Board.ScriptedSensor.IsSilent = true;
        device.RunUntil(() => device.Record.Phase == UpdatePhase.Reverted, 30_000);

        Assert.Equal(ResultCode.SensorSilent, device.Record.LastReason);
    }

    [Fact]
    public void R20_Trial_SensorWasSilentBefore_IsNotBlamedOnTheBundle()
    {
        SupervisedDevice device = SupervisedDevice.PowerOn();
        device.Board.ScriptedSensor.IsSilent = true;
        device.Run(5000);
        device.Install(s_first);

        device.RunUntil(() => device.Record.Phase == UpdatePhase.Idle, 60_000);

        Assert.Equal(UpdateOutcome.Confirmed, device.Record.LastOutcome);
    }

    /// <summary>A device that is pushed to right after its boot does not know yet how its sensor is: no reason to ask less of the bundle.</summary>
    [Fact]
    public void Trial_PushedRightAfterBoot_IsNotConfirmedBeforeItsWindows()
    {
        var board = new LabBoard { Loader = (_, _) => (ResultCode.Ok, new LabApp { Deciding = (_, _) => throw new InvalidOperationException() }) };
        SupervisedDevice device = SupervisedDevice.WithConfirmed(board, s_first);
        device.Reboot(clean: true);
        Assert.Equal(ResultCode.Ok, device.Push(SupervisorBundle.Build(11, app: s_app)));
        device.Reboot(clean: true);

        device.RunUntil(() => device.Record.Phase is UpdatePhase.Idle or UpdatePhase.Reverted, 60_000);

        Assert.Equal((UpdatePhase.Reverted, ResultCode.AppThrew), (device.Record.Phase, device.Record.LastReason));
    }

    [Fact]
    public void R18_Trial_StageSlowEveryTime_IsTakenBack()
    {
        SupervisedDevice device = SupervisedDevice.WithConfirmed(new LabBoard(), s_first);
        Assert.Equal(ResultCode.Ok, device.Install(SupervisorBundle.Build(11)));

        device.Board.ScriptedSensor.ReadMs = 251;
        device.RunUntil(() => device.Record.Phase == UpdatePhase.Reverted, 30_000);

        Assert.Equal(ResultCode.StageTooSlow, device.Record.LastReason);
    }

    [Fact]
    public void R19_Trial_HeapBelowItsFloor_IsTakenBack()
    {
        SupervisedDevice device = SupervisedDevice.WithConfirmed(new LabBoard { FreeHeapBytes = 19_999 }, s_first);

        AssertTakenBack(device, SupervisorBundle.Build(11, SupervisorBundle.Health with { HeapFloorBytes = 20_000 }), ResultCode.HeapBelowFloor, 1);
    }

    [Fact]
    public void R05_R30_Trial_HangsEveryTime_IsTakenBackWithWhatTheWatchdogNoted()
    {
        SupervisedDevice device = SupervisedDevice.WithConfirmed(new LabBoard(), s_first);
        Assert.Equal(ResultCode.Ok, device.Install(SupervisorBundle.Build(11)));
        for (int attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal(UpdatePhase.Trial, device.Record.Phase);
            device.Supervisor.NoteStall();
            device.Reboot();
        }

        Assert.Equal((UpdatePhase.Reverted, ResultCode.PipelineStalled), (device.Record.Phase, device.Record.LastReason));
        Assert.Equal("lab-10", device.Health().Text(WireLabels.BundleId));
    }

    /// <summary>What an application can reach are its settings, the latest decision and its figures; whatever it writes there, the supervisor goes on.</summary>
    [Fact]
    public void R10_Confirmed_AppOverwritesAllThatItCanReach_SupervisorGoesOn()
    {
        AppSettings? kept = null;
        LabApp app = new()
        {
            Configuring = settings => kept = settings,
            Deciding = (decision, actions) =>
            {
                (kept!.HealthPeriodMs, kept.SensorRangeG, kept.Sensor, kept.ModelCode) = (int.MinValue, 99, (SensorKind)77, null);
                (decision.Number, decision.ClassIndex, decision.Score, decision.SmoothedScore) = (-1, int.MaxValue, int.MinValue, int.MaxValue);
                actions.Report(int.MaxValue, 1);
                actions.Report(-1, 1);
            },
        };
        var board = new LabBoard { Loader = (_, _) => (ResultCode.Ok, app) };
        SupervisedDevice device = SupervisedDevice.WithConfirmed(board, s_first, SupervisorBundle.Build(11, app: s_app));
        int lines = board.HealthLines.Count;
        int boots = device.Boots;
        board.ScriptedSensor.IsSilent = true;
        device.Run(1500);
        board.ScriptedSensor.IsSilent = false;

        device.Run(20_000);

        Assert.Equal((boots, 0L), (device.Boots, device.Health().Number(WireLabels.SensorResult)));
        Assert.InRange(board.HealthLines.Count - lines, 2, 3);
        Assert.Equal(ResultCode.Ok, device.Install(SupervisorBundle.Build(12)));
    }

    [Fact]
    public void Trial_OperatorRollsBack_RunsTheBundleFromBefore()
    {
        SupervisedDevice device = SupervisedDevice.WithConfirmed(new LabBoard(), s_first);
        device.Install(SupervisorBundle.Build(11, SupervisorBundle.Health with { NoAutoConfirm = true }));
        int boots = device.Boots;

        Assert.Equal(ResultCode.Ok, device.Supervisor.Rollback());
        device.RunUntil(() => device.Boots > boots, 2000);

        Assert.Equal(("lab-10", ResultCode.OperatorRollback), (device.Health().Text(WireLabels.BundleId), device.Record.LastReason));
    }

    /// <summary>Installs, and expects the bundle from before to run again: with the reason, after so many boots of the trial, counting windows.</summary>
    private static void AssertTakenBack(SupervisedDevice device, byte[] bundle, ResultCode reason, int attempts)
    {
        string? before = device.Health().Text(WireLabels.Fingerprint);
        byte[] bank = [.. device.Board.Volume[Bank.FileOf(device.RunningBank)]!];
        int boots = device.Boots;
        Assert.Equal(ResultCode.Ok, device.Push(bundle));
        device.Supervisor.RequestReboot();

        device.RunUntil(() => device.Record.Phase == UpdatePhase.Reverted && device.RunningBank == device.Record.ActiveBank, 30_000);

        Assert.Equal((UpdateOutcome.Reverted, reason), (device.Record.LastOutcome, device.Record.LastReason));
        Assert.Equal(attempts + 1, device.Boots - boots);
        Assert.Equal(before, device.Health().Text(WireLabels.Fingerprint));
        Assert.Equal(bank, device.Board.Volume[Bank.FileOf(device.RunningBank)]);
        Assert.Equal((long)reason, device.Health().Number(WireLabels.Reason));
        Assert.Equal((long)reason, device.Banks().Number(WireLabels.Reason));
        device.Run(3000);
        Assert.NotEqual(0, device.Health().Number(WireLabels.Windows));
    }

    private static void ThrowIf(bool condition)
    {
        if (condition)
        {
            throw new NotSupportedException("The test wants it.");
        }
    }
}
