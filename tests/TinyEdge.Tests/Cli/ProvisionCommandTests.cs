using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;
using TinyEdge.Tests.Bundles;
using TinyEdge.Tests.EndToEnd;
using TinyEdge.VirtualDevice.Hardware;

namespace TinyEdge.Tests.Cli;

/// <summary>A board as it comes from flashing, brought into service with the command alone.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class ProvisionCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DeviceRig _rig = new(serial: true, provisioned: false);

    private string Console => _rig.Host.ConsolePorts.First(address => address.StartsWith("tcp://", StringComparison.Ordinal));

    public void Dispose()
    {
        _rig.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Provision_KeyThenWifi_ThenTheDeviceTakesAPushOverTheNetwork()
    {
        string key = _folder.PathOf("pump7.key");
        string passphrase = _folder.PathOf("wifi.txt");
        File.WriteAllText(passphrase, VirtualWifi.DefaultPassphrase + "\n");

        CommandRun first = await CommandRun.RunAsync("provision", "key", key, "--device", Console);
        Assert.Equal((ExitCode.Ok, true), (first.Exit, first.Out.Contains("has taken", StringComparison.Ordinal)));
        CommandRun again = await CommandRun.RunAsync("provision", "key", key, "--device", Console);
        Assert.Equal((ExitCode.Ok, true), (again.Exit, again.Out.Contains(" had ", StringComparison.Ordinal)));
        CommandAssert.Fails(await CommandRun.RunAsync("provision", "key", _folder.PathOf("other.key"), "--device", Console), ExitCode.Authentication, ResultCode.AuthenticationRequired);
        Assert.False(File.Exists(_folder.PathOf("other.key")));
        CommandAssert.Fails(await CommandRun.RunAsync("provision", "wifi", "lab", "--open", "--device", Console), ExitCode.Authentication, ResultCode.AuthenticationRequired);

        CommandRun wifi = await CommandRun.RunAsync(
            "provision", "wifi", VirtualWifi.DefaultSsid, "--passphrase-file", passphrase, "--device", Console, "--device-key", key);
        Assert.Equal((ExitCode.Ok, $"joined {VirtualWifi.DefaultSsid}\n"), (wifi.Exit, wifi.Out.ReplaceLineEndings("\n")));
        Assert.DoesNotContain(VirtualWifi.DefaultPassphrase, wifi.Out + wifi.Error, StringComparison.Ordinal);

        await using HttpDeviceClient http = new(_rig.Http, DeviceKey.Load(key));
        Assert.Equal(PushOutcome.Confirmed, (await DeviceRig.PushAsync(http, DeviceRig.Bundle(1))).Outcome);
    }

    [Fact]
    public async Task ProvisionKey_WithTheOldOne_ChangesIt()
    {
        string old = _folder.PathOf("old.key");
        string next = _folder.PathOf("new.key");
        Assert.Equal(ExitCode.Ok, (await CommandRun.RunAsync("provision", "key", old, "--device", Console)).Exit);
        Assert.Equal(ExitCode.Ok, (await CommandRun.RunAsync("provision", "key", next, "--device-key", old, "--device", Console)).Exit);

        await using SerialDeviceClient console = SerialDeviceClient.Open(Console, DeviceKey.Load(next));
        Assert.Equal(ResultCode.Ok, (await console.GetHealthAsync(CancellationToken.None)).KeyResult);
    }

    [Fact]
    public async Task Provision_OverTheNetwork_IsRefusedBeforeAnythingIsSent()
    {
        CommandRun run = await CommandRun.RunAsync("provision", "key", _folder.PathOf("x.key"), "--device", "http://127.0.0.1:1");
        Assert.Equal(ExitCode.Usage, run.Exit);
        Assert.False(File.Exists(_folder.PathOf("x.key")));
    }

    [Fact]
    public async Task ProvisionWifi_WrongPassphrase_SaysSoByCode()
    {
        string passphrase = _folder.PathOf("wifi.txt");
        File.WriteAllText(passphrase, "not the right one");
        CommandRun run = await CommandRun.RunAsync("provision", "wifi", VirtualWifi.DefaultSsid, "--passphrase-file", passphrase, "--device", Console);
        Assert.Equal(ExitCode.CheckFailed, run.Exit);
        Assert.Contains("(code 553)", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProvisionWifi_RightPassphraseAfterAWrongOne_WaitsForTheNewAttempt()
    {
        string passphrase = _folder.PathOf("wifi.txt");
        File.WriteAllText(passphrase, "not the right one");
        await CommandRun.RunAsync("provision", "wifi", VirtualWifi.DefaultSsid, "--passphrase-file", passphrase, "--device", Console);
        File.WriteAllText(passphrase, VirtualWifi.DefaultPassphrase);
        CommandRun run = await CommandRun.RunAsync("provision", "wifi", VirtualWifi.DefaultSsid, "--passphrase-file", passphrase, "--device", Console);
        Assert.Equal((ExitCode.Ok, $"joined {VirtualWifi.DefaultSsid}\n"), (run.Exit, run.Out.ReplaceLineEndings("\n")));
    }
}
