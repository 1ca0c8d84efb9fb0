using TinyEdge.Bundles;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Tests.EndToEnd;

/// <summary>Whole updates over real sockets: the companion's own client and pusher, the firmware on a virtual board.</summary>
[Collection(EndToEndCollection.Name)]
public class PushTests
{
    [Fact]
    public async Task Push_GoodBundle_IsConfirmedAndRuns()
    {
        using DeviceRig rig = new();
        byte[] bundle = DeviceRig.Bundle(1);

        PushResult result = await rig.PushAsync(bundle);

        Assert.Equal((PushOutcome.Confirmed, bundle.Length), (result.Outcome, (int)result.SentBytes));
        DeviceHealth health = await rig.HealthAsync(h => h.Windows > 3);
        Assert.Equal(("rig-1", "A", UpdatePhase.Idle), (health.Running.BundleId, health.Update.Bank, health.Update.Phase));
        Assert.Equal(bundle, rig.BankFile("A"));
        DeviceBanks banks = await rig.BanksAsync();
        Assert.Equal(PushBundle.FromBytes(bundle).FingerprintHex, banks.BankA.Fingerprint);
        Assert.Equal(PushOutcome.AlreadyInstalled, (await rig.PushAsync(bundle)).Outcome);
    }

    /// <summary>Inside the head of the first request, inside the signed head, in two blocks, and short before the end.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(1_600)]
    [InlineData(5_000)]
    [InlineData(9_999)]
    public async Task T09_Push_LinkCutAfterBytes_IsResumedAndConfirmed(int bytes)
    {
        using DeviceRig rig = new();
        byte[] bundle = DeviceRig.Bundle(1);
        using CuttingRelay relay = CuttingRelay.AfterBytes(rig.Host.HttpAddress, bytes);

        PushResult result = await rig.PushAsync(bundle, through: relay.Address);

        Assert.True(relay.HasCut);
        Assert.Equal(PushOutcome.Confirmed, result.Outcome);

        // A question that was cut off is asked again by the HTTP client itself.
        Assert.InRange(result.Reconnects, bytes < 1000 ? 0 : 1, 5);

        // Never more than a piece, the block before it and the head again.
        Assert.InRange(result.SentBytes, bundle.Length, bundle.Length + (3 * DeviceRig.Options.PieceBytes) + BundleFormat.MaxHeadSize);
        Assert.Equal(bundle, rig.BankFile("A"));
    }

    [Theory]
    [InlineData(DeviceCommand.UpdateOpen)]
    [InlineData(DeviceCommand.UpdateData)]
    [InlineData(DeviceCommand.UpdateFinish)]
    [InlineData(DeviceCommand.Reboot)]
    public async Task T10_Push_AnswerLost_IsConfirmedAllTheSame(DeviceCommand command)
    {
        using DeviceRig rig = new();
        byte[] bundle = DeviceRig.Bundle(1);
        using CuttingRelay relay = CuttingRelay.AfterRequest(rig.Host.HttpAddress, WireCommands.PathOf(command));

        PushResult result = await rig.PushAsync(bundle, through: relay.Address);

        Assert.True(relay.HasCut);
        Assert.Equal(PushOutcome.Confirmed, result.Outcome);
        Assert.Equal(bundle, rig.BankFile("A"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task T11_T13_Push_DeviceResetHalfWay_IsResumedAndConfirmed(bool powerCycle)
    {
        using DeviceRig rig = new();
        await rig.InstallAsync(DeviceRig.Bundle(1));
        byte[] bundle = DeviceRig.Bundle(2);
        int resets = 0;
        Act progress = new(p =>
        {
            if (resets == 0 && p.AcknowledgedBlocks >= p.TotalBlocks / 2)
            {
                resets++;
                if (powerCycle)
                {
                    rig.Host.Board.PowerCycle();
                }
                else
                {
                    rig.Host.Board.HardReset();
                }
            }
        });

        PushResult result = await rig.PushAsync(bundle, progress);

        Assert.Equal((PushOutcome.Confirmed, 1), (result.Outcome, resets));
        Assert.InRange(result.Reconnects, 1, 12);
        Assert.Equal(bundle, rig.BankFile("B"));
        Assert.Equal("rig-2", (await rig.HealthAsync()).Running.BundleId);
    }

    [Fact]
    public async Task Push_GoldenVectorsDiffer_IsRolledBackWithItsReason()
    {
        using DeviceRig rig = new();
        byte[] good = DeviceRig.Bundle(1);
        await rig.InstallAsync(good);

        PushResult result = await rig.PushAsync(DeviceRig.BundleWithWrongGolden(2));

        Assert.Equal((PushOutcome.RolledBack, ResultCode.GoldenVectorMismatch), (result.Outcome, result.Reason));
        DeviceHealth health = await rig.HealthAsync(h => h.Windows > 0);
        Assert.Equal(("rig-1", UpdateOutcome.Reverted, ResultCode.GoldenVectorMismatch), (health.Running.BundleId, health.Update.Outcome, health.Update.Reason));
        DeviceBanks banks = await rig.BanksAsync();
        Assert.Equal(ResultCode.GoldenVectorMismatch, banks.Update.Reason);
        Assert.Equal(good, rig.BankFile("A"));

        // Once more it is given a chance, and then no longer.
        Assert.Equal(PushOutcome.RolledBack, (await rig.PushAsync(DeviceRig.BundleWithWrongGolden(2))).Outcome);
        DeviceRefusedException refused = await Assert.ThrowsAsync<DeviceRefusedException>(() => rig.PushAsync(DeviceRig.BundleWithWrongGolden(2)));
        Assert.Equal(ResultCode.FailedBefore, refused.Result);
    }

    [Fact]
    public async Task Push_BundleWithAnApplication_RunsItFromTheBank()
    {
        using DeviceRig rig = new();

        await rig.InstallAsync(DeviceRig.Bundle(1, app: DeviceRig.SeverityApp, entryType: "TinyEdge.SeverityApp.SeverityApp"));
        DeviceHealth health = await rig.HealthAsync(h => h.Windows > 3);

        Assert.Equal(("2.0.0", "0"), (health.AppVersion, health.Fields["a2"]));

        // The application's grade follows the machine: this is the code from the bank, and it sees the sensor.
        rig.Host.Board.Simulator!.Schedule(TimeSpan.FromMicroseconds(rig.Host.Board.Clock.Microseconds), TinyEdge.VirtualDevice.Vibration.MachineState.Fault);
        health = await rig.HealthAsync(h => h.Fields["a2"] != "0");
        Assert.NotEqual("0", health.Fields["a3"]);
    }

    [Fact]
    public async Task Reboot_ApplicationWithAStatic_BeginsAnew()
    {
        using DeviceRig rig = new();
        await rig.InstallAsync(DeviceRig.Bundle(1, app: EmittedApp.Counting(), entryType: EmittedApp.TypeName));
        Assert.Equal("3.0.1", (await rig.HealthAsync()).AppVersion);
        int boot = rig.Host.Board.CurrentBoot!.Number;

        rig.Host.Board.HardReset();
        DeviceHealth health = await rig.HealthAsync(h => rig.Host.Board.CurrentBoot!.Number > boot && h.AppVersion is not null);

        Assert.Equal("3.0.1", health.AppVersion);
    }

    [Theory]
    [InlineData("throws", ResultCode.AppThrew)]
    [InlineData("no assembly", ResultCode.AppLoadFailed)]
    [InlineData("no such type", ResultCode.AppTypeNotFound)]
    public async Task R02_R13_R14_Push_ApplicationThatCannotStart_IsRolledBackWithItsReason(string what, ResultCode reason)
    {
        using DeviceRig rig = new();
        byte[] app = what switch { "throws" => EmittedApp.Throwing(), "no assembly" => new byte[700], _ => EmittedApp.Counting() };

        PushResult result = await rig.PushAsync(DeviceRig.Bundle(1, app: app, entryType: what == "no such type" ? "Emitted.Other" : EmittedApp.TypeName));

        Assert.Equal((PushOutcome.RolledBack, reason), (result.Outcome, result.Reason));
        Assert.Equal("golden", (await rig.HealthAsync(h => h.Windows > 0)).Update.Bank);
    }

    [Fact]
    public async Task Rollback_ByOperator_RunsTheBundleBefore()
    {
        using DeviceRig rig = new();
        await rig.InstallAsync(DeviceRig.Bundle(1));
        await rig.InstallAsync(DeviceRig.Bundle(2));
        await using (HttpDeviceClient client = rig.Client())
        {
            await client.RollbackAsync(CancellationToken.None);
        }

        DeviceHealth health = await rig.HealthAsync(h => h.Running.BundleId == "rig-1" && h.Windows > 0);

        Assert.Equal((UpdateOutcome.RolledBack, ResultCode.OperatorRollback), (health.Update.Outcome, health.Update.Reason));
    }

    private sealed class Act(Action<PushProgress> action) : IProgress<PushProgress>
    {
        public void Report(PushProgress value) => action(value);
    }
}
