using TinyEdge.Bundles;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Update;
using TinyEdge.Tests.VirtualDevice;
using TinyEdge.VirtualDevice;
using TinyEdge.VirtualDevice.Hardware;
using TinyEdge.VirtualDevice.Storage;

namespace TinyEdge.Tests.EndToEnd;

/// <summary>What goes wrong in the field: each leaves a device that says so by code and takes the next bundle.</summary>
[Collection(EndToEndCollection.Name)]
public class FaultTests
{
    [Fact]
    public async Task R20_SensorMissing_IsReportedAndAPushIsTaken()
    {
        using DeviceRig rig = new(SensorKind.None);
        DeviceHealth health = await rig.HealthAsync(h => h.UptimeMs > 2500);
        Assert.Equal((ResultCode.SensorNotFound, 0L), (health.SensorResult, health.Windows!.Value));
        Assert.True(health.BusErrors > 0);

        await rig.InstallAsync(DeviceRig.Bundle(1));

        Assert.Equal(ResultCode.SensorNotFound, (await rig.HealthAsync(h => h.Update.Bank == "A" && h.UptimeMs > 2500)).SensorResult);
    }

    [Fact]
    public async Task SensorPulledAndPutBack_IsReportedAndMeasuresAgain()
    {
        using DeviceRig rig = new();
        await rig.HealthAsync(h => h.Windows > 2);

        rig.Host.Board.I2c.Disconnected = true;
        await rig.HealthAsync(h => h.SensorResult is ResultCode.BusError or ResultCode.SensorNotFound);
        await rig.InstallAsync(DeviceRig.Bundle(1));
        rig.Host.Board.I2c.Disconnected = false;

        Assert.Equal("rig-1", (await rig.HealthAsync(h => h.SensorResult == ResultCode.Ok && h.Windows > 2)).Running.BundleId);
    }

    [Fact]
    public async Task F13_VolumeFull_IsReportedAndAPushIsTaken()
    {
        using DeviceRig rig = new(meanwhile: board => board.Flash.Fill("somebody.log"));
        Assert.Equal(0, rig.Host.Board.Flash.FreeBlocks);
        Assert.Equal(ResultCode.StorageFull, (await rig.HealthAsync()).StoreResult);

        await rig.InstallAsync(DeviceRig.Bundle(1));

        DeviceHealth health = await rig.HealthAsync();
        Assert.Equal(("rig-1", ResultCode.Ok, ResultCode.Ok), (health.Running.BundleId, health.StoreResult, health.WifiResult));
        Assert.DoesNotContain("somebody.log", rig.Host.Board.Flash.List());
    }

    /// <summary>Fault catalogue F14: the file system did not mount and was formatted. Bundle, key and network are gone.</summary>
    [Fact]
    public async Task F14_VolumeFormatted_IsReportedProvisionedAgainAndAPushIsTaken()
    {
        using DeviceRig rig = new(serial: true);
        await rig.InstallAsync(DeviceRig.Bundle(5));

        rig.Host.Board.Flash.Format();
        rig.Host.Board.HardReset();

        await using SerialDeviceClient stranger = Console(rig, key: null);
        DeviceHealth health = await HealthAsync(stranger, h => h.WifiResult == ResultCode.WifiNotProvisioned);
        Assert.Equal(("golden", ResultCode.StorageLost, ResultCode.DeviceKeyMissing), (health.Update.Bank, health.StoreResult, health.KeyResult));
        await using SerialDeviceClient owner = Console(rig, DeviceRig.Key);
        await AssertRefusedAsync(ResultCode.AuthenticationRequired, () => DeviceRig.PushAsync(Console(rig, DeviceRig.Key), DeviceRig.Bundle(6)));
        Assert.True(await stranger.ProvisionKeyAsync(DeviceRig.Key, CancellationToken.None));
        await owner.ProvisionWifiAsync(new WifiNetwork(VirtualWifi.DefaultSsid, VirtualWifi.DefaultPassphrase), CancellationToken.None);

        Assert.Equal(PushOutcome.Confirmed, (await DeviceRig.PushAsync(owner, DeviceRig.Bundle(6))).Outcome);
        health = await rig.HealthAsync(h => h.WifiResult == ResultCode.Ok);
        Assert.Equal(("rig-6", ResultCode.Ok, ResultCode.Ok), (health.Running.BundleId, health.KeyResult, health.StoreResult));
    }

    /// <summary>The platform's file with the network is gone, banks and key are not: the bundle runs on, and the network is provisioned again.</summary>
    [Fact]
    public async Task F15_WifiSettingsLostBanksFine_RunsOnAndIsProvisionedAgain()
    {
        using DeviceRig rig = new(serial: true);
        await rig.InstallAsync(DeviceRig.Bundle(5));

        rig.Host.Board.Flash.Delete(VirtualWifi.ConfigurationFile);
        rig.Host.Board.HardReset();

        await using SerialDeviceClient owner = Console(rig, DeviceRig.Key);
        DeviceHealth health = await HealthAsync(owner, h => h.WifiResult == ResultCode.WifiNotProvisioned);
        Assert.Equal(("rig-5", ResultCode.Ok, ResultCode.Ok), (health.Running.BundleId, health.KeyResult, health.StoreResult));
        await owner.ProvisionWifiAsync(new WifiNetwork(VirtualWifi.DefaultSsid, VirtualWifi.DefaultPassphrase), CancellationToken.None);
        Assert.Equal("rig-5", (await rig.HealthAsync(h => h.WifiResult == ResultCode.Ok)).Running.BundleId);
    }

    [Fact]
    public async Task T12_WifiAbsent_IsReportedAPushIsTakenOnTheConsoleAndTheNetworkIsJoinedWhenItComes()
    {
        using DeviceRig rig = new(serial: true, meanwhile: board => board.Wifi.IsPresent = false);
        await using SerialDeviceClient console = Console(rig, DeviceRig.Key);
        await HealthAsync(console, h => h.WifiResult == ResultCode.WifiNetworkAbsent);
        Assert.Equal(0, rig.Host.Firmware!.HttpPort);

        Assert.Equal(PushOutcome.Confirmed, (await DeviceRig.PushAsync(console, DeviceRig.Bundle(1))).Outcome);
        rig.Host.Board.Wifi.IsPresent = true;

        DeviceHealth health = await rig.HealthAsync(h => h.WifiResult == ResultCode.Ok);
        Assert.Equal(("rig-1", 1L), (health.Running.BundleId, health.WifiJoins));
    }

    [Fact]
    public async Task T12_WifiDropsAndItsPassphraseChanges_IsReportedAndProvisionedAgain()
    {
        using DeviceRig rig = new(serial: true);
        await rig.HealthAsync(h => h.WifiResult == ResultCode.Ok);
        await using SerialDeviceClient console = Console(rig, DeviceRig.Key);

        rig.Host.Board.Wifi.NetworkPassphrase = "another one";
        await HealthAsync(console, h => h.WifiResult == ResultCode.WifiCredentialsRefused);
        await console.ProvisionWifiAsync(new WifiNetwork(VirtualWifi.DefaultSsid, "another one"), CancellationToken.None);

        Assert.Equal(2, (await rig.HealthAsync(h => h.WifiResult == ResultCode.Ok)).WifiJoins);
        await rig.InstallAsync(DeviceRig.Bundle(1));
    }

    [Theory]
    [InlineData(-20_000)]
    [InlineData(60_000)]
    public async Task ClockWrong_IsReportedAndABundleThatExpiresIsTaken(int daysOff)
    {
        using DeviceRig rig = new(meanwhile: board => board.ClockError = TimeSpan.FromDays(daysOff));
        Assert.Equal(ResultCode.ClockNotSet, (await rig.HealthAsync()).ClockResult);

        await rig.InstallAsync(DeviceRig.Bundle(1, notAfter: DateTimeOffset.UtcNow.AddDays(1)));

        rig.Host.Board.ClockError = TimeSpan.Zero;
        Assert.Equal(ResultCode.Ok, (await rig.HealthAsync(h => h.Running.BundleId == "rig-1")).ClockResult);
    }

    [PtyFact]
    public Task T17_SerialGarbage_OnAPseudoTerminal_IsCountedAndAPushIsTaken() => AssertGarbageAsync(tcp: false);

    [Fact]
    public Task T17_SerialGarbage_OverTcp_IsCountedAndAPushIsTaken() => AssertGarbageAsync(tcp: true);

    [Fact]
    public async Task R02_AppThrowsAtEveryDecision_IsTakenBackWithItsReasonAndAPushIsTaken()
    {
        using DeviceRig rig = new();
        await rig.InstallAsync(DeviceRig.Bundle(1));

        PushResult result = await rig.PushAsync(DeviceRig.Bundle(2, app: EmittedApp.ThrowingAtDecisions(), entryType: EmittedApp.TypeName));

        Assert.Equal((PushOutcome.RolledBack, ResultCode.AppThrew), (result.Outcome, result.Reason));
        DeviceHealth health = await rig.HealthAsync(h => h.Windows > 0);
        Assert.Equal(("rig-1", ResultCode.AppThrew), (health.Running.BundleId, health.Update.Reason));
        await rig.InstallAsync(DeviceRig.Bundle(3));
        Assert.Equal("rig-3", (await rig.HealthAsync()).Running.BundleId);
    }

    /// <summary>The main loop hangs in the flash while it holds the supervisor's lock, which the watchdog wants for its last words.</summary>
    [Fact]
    public async Task R07_HangInsideTheSupervisorsLock_TheWatchdogResetsAllTheSame()
    {
        using DeviceRig rig = new();
        using HangingFlash flash = new(rig.Host);
        Task<PushResult> push = rig.PushAsync(DeviceRig.Bundle(1));

        VirtualBoot hung = await flash.AwaitHangAsync(DeviceRig.Patience);
        DateTime end = DateTime.UtcNow + DeviceRig.Patience;
        while (hung.End == BootEnd.Running && DateTime.UtcNow < end)
        {
            await Task.Delay(20);
        }

        Assert.Equal(BootEnd.Reboot, hung.End);
        flash.Release();
        Assert.Equal(PushOutcome.Confirmed, (await push).Outcome);
    }

    private static async Task AssertGarbageAsync(bool tcp)
    {
        using DeviceRig rig = new(serial: true);
        string address = SerialTests.Address(rig.Host.ConsolePorts, tcp);
        if (tcp)
        {
            // On the wire itself: a socket that is closed with answers unread may take what it sent with it.
            byte[] noise = new byte[6000];
            new Random(5).NextBytes(noise);
            rig.Host.Board.Com2.Receive(noise);
        }
        else
        {
            SerialTests.SendGarbage(address, tcp);
        }

        await using SerialDeviceClient console = SerialDeviceClient.Open(address, DeviceRig.Key);

        await HealthAsync(console, h => h.SerialFaults > 0);
        Assert.Equal(PushOutcome.Confirmed, (await DeviceRig.PushAsync(console, DeviceRig.Bundle(1))).Outcome);
    }

    private static async Task AssertRefusedAsync(ResultCode expected, Func<Task> act) =>
        Assert.Equal(expected, (await Assert.ThrowsAsync<DeviceRefusedException>(act)).Result);

    private static SerialDeviceClient Console(DeviceRig rig, DeviceKey? key) => SerialDeviceClient.Open(SerialTests.Address(rig.Host.ConsolePorts, tcp: true), key);

    private static async Task<DeviceHealth> HealthAsync(SerialDeviceClient console, Func<DeviceHealth, bool> wanted)
    {
        DateTime end = DateTime.UtcNow + DeviceRig.Patience;
        DeviceHealth? latest = null;
        while (DateTime.UtcNow < end)
        {
            try
            {
                latest = await console.GetHealthAsync(CancellationToken.None);
                if (wanted(latest))
                {
                    return latest;
                }
            }
            catch (DeviceLinkException)
            {
                // Away while it boots.
            }

            await Task.Delay(20);
        }

        throw new TimeoutException($"The device did not get there; its latest health: {latest}");
    }

    /// <summary>Hangs in the commit of the boot record that confirms a trial, once: it is the only one of the boot after the push once its links are served.</summary>
    private sealed class HangingFlash : IFlashFaults, IDisposable
    {
        private readonly VirtualDeviceHost _host;
        private readonly ManualResetEventSlim _release = new();
        private readonly TaskCompletionSource<VirtualBoot> _hung = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HangingFlash(VirtualDeviceHost host)
        {
            _host = host;
            host.Board.Flash.Faults = this;
        }

        public Task<VirtualBoot> AwaitHangAsync(TimeSpan patience) => _hung.Task.WaitAsync(patience);

        public void Release() => _release.Set();

        public void Dispose() => _release.Set();

        public FlashFault Next(FlashOperation operation)
        {
            VirtualBoot boot = _host.Board.CurrentBoot!;
            bool isRecord = operation.Kind == FlashOperationKind.Commit && operation.Name is BootRecordStore.File0 or BootRecordStore.File1;
            if (!isRecord || boot.Number != 2 || _host.Firmware is not { IsServing: true } || !_hung.TrySetResult(boot))
            {
                return default;
            }

            _release.Wait();
            return new FlashFault(FlashFaultKind.Error);
        }
    }
}
