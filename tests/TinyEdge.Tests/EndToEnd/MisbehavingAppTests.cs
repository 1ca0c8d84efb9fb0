using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Update;
using TinyEdge.VirtualDevice;

namespace TinyEdge.Tests.EndToEnd;

/// <summary>
/// Applications that a good signature covers and that do what none should, pushed at whole devices: each is taken back within its attempts
/// and two boots more, with a reason that is there after the next reset too, and counted as one failure.
/// </summary>
[Collection(EndToEndCollection.Name)]
public sealed class MisbehavingAppTests(MisbehavingAppTests.GoodDevice device) : IClassFixture<MisbehavingAppTests.GoodDevice>
{
    private const int Attempts = 2;

    private static readonly HealthProfile s_health = DeviceRig.Health with { TrialAttempts = Attempts };

    [Theory]
    [InlineData("R01", "static constructor", "throw", ResultCode.AppThrew)]
    [InlineData("R02", "constructor", "throw", ResultCode.AppThrew)]
    [InlineData("R02", "Configure", "throw", ResultCode.AppThrew)]
    [InlineData("R05", "OnDecision", "sleep", ResultCode.PipelineStalled)]
    [InlineData("R06", "OnDecision", "spin", ResultCode.PipelineStalled)]
    [InlineData("R07", "OnDecision", "deadlock", ResultCode.PipelineStalled)]
    [InlineData("R11", "Configure", "reboot", ResultCode.AttemptsExhausted)]
    [InlineData("R11", "OnDecision", "reboot", ResultCode.AttemptsExhausted)]
    [InlineData("R12", "OnDecision", "deep sleep", ResultCode.AttemptsExhausted)]
    public Task R01_R02_R05_R06_R07_R11_R12_R30_Trial_AppMisbehaves_IsTakenBackOnce(string id, string place, string deed, ResultCode reason)
    {
        Assert.StartsWith("R", id, StringComparison.Ordinal);
        return AssertTakenBackAsync(EmittedApp.Misbehaving(place, deed), reason);
    }

    /// <summary>On the device an image with an open reference does not load; on the desktop it fails where it is used.</summary>
    [Theory]
    [InlineData("R13", ResultCode.AppTypeNotFound)]
    [InlineData("R14", ResultCode.AppThrew)]
    [InlineData("R15", ResultCode.AppThrew)]
    public Task R13_R14_R15_Trial_AppDoesNotFitTheDevice_IsTakenBackOnce(string id, ResultCode reason) => AssertTakenBackAsync(
        id switch
        {
            "R13" => EmittedApp.WithoutTheInterface(),
            "R14" => EmittedApp.NeedingWhatIsMissing("Absent", "Absent.Thing", isMethod: false),
            _ => EmittedApp.NeedingWhatIsMissing("TinyEdge.Runtime", "TinyEdge.Runtime.Supervision.AppActions", isMethod: true),
        },
        reason);

    /// <summary>An exception out of a thread halts the platform for ever, beyond any watchdog of ours: power brings the board back, and the attempts count.</summary>
    [Fact]
    public async Task R03_Trial_AppThrowsOnAThreadOfItsOwn_HaltsAndIsTakenBackByPowerCycles()
    {
        using DeviceRig rig = new();
        await rig.InstallAsync(DeviceRig.Bundle(1));
        byte[] bundle = DeviceRig.Bundle(2, app: EmittedApp.Misbehaving("OnDecision", "throw on a thread"), entryType: EmittedApp.TypeName, health: s_health);
        await using (HttpDeviceClient client = rig.Client())
        {
            PushOptions stageOnly = DeviceRig.Options with { WaitForDecision = false };
            await new BundlePusher(client, stageOnly).PushAsync(PushBundle.FromBytes(bundle), CancellationToken.None);
        }

        for (int cycle = 0; cycle < Attempts; cycle++)
        {
            rig.Host.Wait();
            Assert.Equal(BootEnd.Unhandled, rig.Host.Board.CurrentBoot!.End);
            rig.SwitchOffAndOn(() => { });
        }

        DeviceHealth health = await rig.HealthAsync(h => h.Windows > 0);
        Assert.Equal(("rig-1", UpdateOutcome.Reverted, ResultCode.AttemptsExhausted), (health.Running.BundleId, health.Update.Outcome, health.Update.Reason));
    }

    /// <summary>A defect of the supervisor itself, at its worst place: in the loop, again and again. It resets, and never leaves Main.</summary>
    [Fact]
    public async Task R16_MainLoopThrows_TheBoardIsResetBeforeTheExceptionLeavesMain()
    {
        using DeviceRig rig = new();
        List<BootEnd> ends = [];
        bool throws = true;
        rig.Host.BootEnded += (_, end) => ends.Add(end);
        rig.Host.Board.ConsoleWritten += _ => ThrowIf(throws);
        int boot = rig.Host.Board.CurrentBoot!.Number;

        DateTime end = DateTime.UtcNow + DeviceRig.Patience;
        while (rig.Host.Board.CurrentBoot!.Number < boot + 2 && DateTime.UtcNow < end)
        {
            await Task.Delay(20);
        }

        throws = false;

        await rig.HealthAsync(h => h.Windows > 0);
        Assert.InRange(ends.Count, 2, 1000);
        Assert.All(ends, how => Assert.Equal(BootEnd.Reboot, how));
    }

    private async Task AssertTakenBackAsync(byte[] app, ResultCode reason)
    {
        DeviceRig rig = device.Rig;
        VirtualBoard board = rig.Host.Board;
        byte[] good = rig.BankFile("A");
        int boots = board.CurrentBoot!.Number;

        PushResult result = await rig.PushAsync(DeviceRig.Bundle(device.NextSequence(), app: app, entryType: EmittedApp.TypeName, health: s_health));

        Assert.Equal((PushOutcome.RolledBack, reason), (result.Outcome, result.Reason));
        Assert.InRange(board.CurrentBoot!.Number - boots, 2, Attempts + 2);
        Assert.Equal(good, rig.BankFile("A"));
        DeviceBanks once = await rig.BanksAsync();
        Assert.Equal((reason, "1"), (once.Update.Reason, once.Fields["failedCount"]));

        board.HardReset();
        DeviceHealth health = await rig.HealthAsync(h => h.Windows > 0);
        Assert.Equal(("rig-1", reason), (health.Running.BundleId, health.Update.Reason));
        Assert.Equal("1", (await rig.BanksAsync()).Fields["failedCount"]);
    }

    private static void ThrowIf(bool condition)
    {
        if (condition)
        {
            throw new NotSupportedException();
        }
    }

    /// <summary>One device for all rows, with a good bundle in bank A.</summary>
    public sealed class GoodDevice : IAsyncLifetime
    {
        private uint _sequence = 1;

        internal DeviceRig Rig { get; } = new();

        public Task InitializeAsync() => Rig.InstallAsync(DeviceRig.Bundle(1));

        public Task DisposeAsync()
        {
            Rig.Dispose();
            return Task.CompletedTask;
        }

        internal uint NextSequence() => ++_sequence;
    }
}
