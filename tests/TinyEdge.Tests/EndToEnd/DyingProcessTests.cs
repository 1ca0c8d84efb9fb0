using System.Diagnostics;
using System.Text;
using System.Text.Json;
using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Devices;
using TinyEdge.Tests.Bundles;
using TinyEdge.Tests.Faults.Desk;

namespace TinyEdge.Tests.EndToEnd;

/// <summary>
/// Applications that end a .NET process or bring it to its limit, on a device in a process of its own (<c>tinyedge simulate --restart</c>): its death is a reset, the
/// attempts are used up, and the bundle from before runs.
/// </summary>
[Collection(EndToEndCollection.Name)]
public sealed class DyingProcessTests : IDisposable
{
    private const int Attempts = 2;

    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _narration = new();
    private readonly Process _device;

    public DyingProcessTests()
    {
        string trust = _folder.PathOf("release.pub.pem");
        File.WriteAllText(trust, TestKeys.Trusted.PublicKey.ToPem());
        _device = CliProcess.Start(
            ["simulate", "--restart", "--json", "--no-pty", "--speed", "6", "--folder", _folder.PathOf("device"), "--trust", trust],
            ("DOTNET_GCHeapHardLimit", "0x8000000"),
            ("DOTNET_DbgEnableMiniDump", "0"));
        _device.ErrorDataReceived += (_, line) =>
        {
            lock (_narration)
            {
                _narration.AppendLine(line.Data);
            }
        };
        _device.BeginErrorReadLine();
    }

    public void Dispose()
    {
        _device.Kill(entireProcessTree: true);
        _device.WaitForExit();
        _device.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task R08_R09_Trial_AppOverflowsTheStackOrRunsOutOfMemory_IsTakenBack()
    {
        string? ready = await _device.StandardOutput.ReadLineAsync().WaitAsync(DeviceRig.Patience);
        Assert.True(ready is not null, Narration());
        JsonElement device = JsonDocument.Parse(ready).RootElement.GetProperty("result");
        await using HttpDeviceClient client = new(device.GetProperty("http").GetString()!, DeviceKey.Load(device.GetProperty("deviceKeyFile").GetString()!));
        Assert.Equal(PushOutcome.Confirmed, (await DeviceRig.PushAsync(client, DeviceRig.Bundle(1))).Outcome);

        PushResult overflow = await DeviceRig.PushAsync(client, Bundle(2, EmittedApp.OverflowingTheStack()));

        Assert.True(overflow.Outcome == PushOutcome.RolledBack, Narration());
        Assert.Equal(ResultCode.AttemptsExhausted, overflow.Reason);
        Assert.Contains("reset 2", Narration(), StringComparison.Ordinal);
        Assert.DoesNotContain("reset 3", Narration(), StringComparison.Ordinal);

        PushResult memory = await DeviceRig.PushAsync(client, Bundle(3, EmittedApp.AskingForTooMuchMemory()));

        // As on the device: an exception, which the supervisor catches.
        Assert.True(memory.Outcome == PushOutcome.RolledBack, Narration());
        Assert.Equal(ResultCode.AppThrew, memory.Reason);
        Assert.Equal("rig-1", (await client.GetHealthAsync(CancellationToken.None)).Running.BundleId);
    }

    private static byte[] Bundle(uint sequence, byte[] app) =>
        DeviceRig.Bundle(sequence, app: app, entryType: EmittedApp.TypeName, health: DeviceRig.Health with { TrialAttempts = Attempts });

    private string Narration()
    {
        lock (_narration)
        {
            return _narration.ToString();
        }
    }
}
