using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Tests.Bundles;
using TinyEdge.Tests.EndToEnd;

namespace TinyEdge.Tests.Cli;

/// <summary>Commands that talk to a device, against a whole one in this process.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class DeviceCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DeviceRig _rig = new(serial: true);
    private readonly string _key;

    public DeviceCommandTests()
    {
        _key = _folder.PathOf("device.key");
        File.WriteAllText(_key, Convert.ToHexStringLower(DeviceRig.Key.ToBytes()) + "\n");
    }

    public void Dispose()
    {
        _rig.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Push_ThenHealthBanksRollback_DoWhatTheySay()
    {
        CommandRun push = await PushAsync(DeviceRig.Bundle(4));
        Assert.Equal(ExitCode.Ok, push.Exit);
        Assert.Equal("confirmed: the device runs rig-4\n", push.Out.ReplaceLineEndings("\n"));
        Assert.Contains("blocks", push.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("error", push.Error, StringComparison.Ordinal);

        CommandRun audit = await CommandRun.RunAsync("audit", "device", "--device", _rig.Http, "--device-key", _key, "--json");
        JsonElement log = CommandAssert.Json(audit, "audit device");
        Assert.True(log.GetProperty("holds").GetBoolean(), audit.Out);
        Assert.Equal(["stage", "confirm"], log.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("events")[0].GetString()));

        JsonElement again = CommandAssert.Json(await PushAsync(DeviceRig.Bundle(4), "--json"), "push");
        Assert.Equal(("alreadyInstalled", 0), (again.GetProperty("outcome").GetString(), again.GetProperty("sentBytes").GetInt32()));

        JsonElement health = CommandAssert.Json(await RunAsync("health", "--json"), "health");
        Assert.Equal("rig-4", health.GetProperty("running").GetProperty("bundleId").GetString());
        Assert.All(["uptimeMs", "heapFreeBytes", "poolBytes", "frontEndWorstUs"], name => health.GetProperty(name).GetInt64());

        JsonElement banks = CommandAssert.Json(await RunAsync("banks", "--json"), "banks");
        Assert.Equal(4, banks.GetProperty("bankA").GetProperty("bundleSequence").GetInt32());
        CommandAssert.Json(await RunAsync("identity", "--json"), "identity");

        CommandRun rollback = await RunAsync("rollback", "--device-key", _key);
        Assert.Equal((ExitCode.Ok, "rig-4 -> golden"), (rollback.Exit, rollback.Out.Split(':')[0]));
        CommandAssert.Fails(await RunAsync("rollback", "--device-key", _key), ExitCode.Refused, ResultCode.NothingToRollBackTo);
        CommandAssert.Fails(await RunAsync("confirm", "--device-key", _key), ExitCode.Refused, ResultCode.NotInTrial);
    }

    [Fact]
    public async Task Push_Refusals_HaveTheirExitCodes()
    {
        await _rig.InstallAsync(DeviceRig.Bundle(4));
        CommandAssert.FailsInJson(await PushAsync(DeviceRig.Bundle(5, signer: TestKeys.Stranger), "--json"), "push", ExitCode.Signature, ResultCode.UnknownKey);
        CommandAssert.FailsInJson(await PushAsync(DeviceRig.Bundle(3), "--json"), "push", ExitCode.Refused, ResultCode.SequenceReplayed);

        CommandRun text = await PushAsync(DeviceRig.Bundle(3));
        Assert.Equal((ExitCode.Refused, ""), (text.Exit, text.Out));
        Assert.Contains("error: ", text.Error, StringComparison.Ordinal);
        Assert.Contains($"{(int)ResultCode.SequenceReplayed} {ResultCode.SequenceReplayed}", text.Error, StringComparison.Ordinal);

        CommandRun back = await PushAsync(DeviceRig.BundleWithWrongGolden(6), "--json");
        Assert.Equal(ExitCode.RolledBack, back.Exit);
        Assert.Equal("goldenVectorMismatch", back.Result.GetProperty("reason").GetString());
        Assert.Contains("400 GoldenVectorMismatch", back.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_KeysThatDoNotFit_AreAuthenticationErrors()
    {
        string wrong = _folder.PathOf("wrong.key");
        File.WriteAllText(wrong, new string('0', 64));
        CommandAssert.Fails(await RunAsync("rollback", "--device-key", wrong), ExitCode.Authentication, ResultCode.AuthenticationFailed);

        string broken = _folder.PathOf("broken.key");
        File.WriteAllText(broken, "zz");
        CommandAssert.Fails(await RunAsync("rollback", "--device-key", broken), ExitCode.BadInput);
        CommandAssert.Fails(await RunAsync("rollback"), ExitCode.Usage);
        Assert.Equal(ExitCode.Ok, (await RunAsync("health")).Exit);
    }

    [Fact]
    public async Task Health_NobodyThere_IsALinkError()
    {
        TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        string address = $"127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        free.Stop();

        CommandAssert.Fails(await CommandRun.RunAsync("health", "--device", "http://" + address), ExitCode.Link);
        CommandAssert.Fails(await CommandRun.RunAsync("health", "--device", "tcp://" + address), ExitCode.Link);
        CommandAssert.FailsInJson(await CommandRun.RunAsync("health", "--device", "http://" + address, "--json"), "health", ExitCode.Link);
        CommandAssert.Fails(await CommandRun.RunAsync("health", "--device", _folder.PathOf("tty-nowhere")), ExitCode.Link);
        CommandAssert.Fails(await CommandRun.RunAsync("push", _folder.PathOf("none.teb"), "-d", "http://" + address, "--device-key", _key), ExitCode.BadInput);
    }

    [Fact]
    public async Task Health_WatchedOnUart0_WritesOneObjectALine()
    {
        string port = _rig.Host.HealthPorts.First(address => address.StartsWith("tcp://", StringComparison.Ordinal));

        CommandRun run = await CommandRun.RunAsync("health", "--device", port, "--watch", "--count", "2", "--json");

        Assert.Equal((ExitCode.Ok, ""), (run.Exit, run.Error));
        string[] lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Equal("health", JsonDocument.Parse(line).RootElement.GetProperty("command").GetString()));
    }

    [Fact]
    public async Task Health_OverTheConsole_IsTheSameRecord()
    {
        string port = _rig.Host.ConsolePorts.First(address => address.StartsWith("tcp://", StringComparison.Ordinal));

        JsonElement health = CommandAssert.Json(await CommandRun.RunAsync("health", "--device", port, "--json"), "health");

        Assert.Equal("golden", health.GetProperty("update").GetProperty("bank").GetString());
    }

    private Task<CommandRun> RunAsync(string command, params string[] more) => CommandRun.RunAsync([command, "--device", _rig.Http, .. more]);

    private Task<CommandRun> PushAsync(byte[] bundle, params string[] more)
    {
        string path = _folder.PathOf($"{Guid.NewGuid():N}.teb");
        File.WriteAllBytes(path, bundle);
        return RunAsync("push", [path, "--device-key", _key, .. more]);
    }
}
