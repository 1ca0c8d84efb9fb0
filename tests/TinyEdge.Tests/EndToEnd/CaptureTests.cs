using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Devices;
using TinyEdge.Tests.Bundles;
using TinyEdge.Tests.Cli;
using TinyEdge.Tests.VirtualDevice;

namespace TinyEdge.Tests.EndToEnd;

/// <summary>From a whole device, over its console, into a data set.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class CaptureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private readonly DeviceRig _rig = new(serial: true);

    public void Dispose()
    {
        _rig.Dispose();
        _folder.Dispose();
    }

    [PtyFact]
    public Task Capture_OnAPseudoTerminal_BecomesADataSet() => AssertCaptureAsync(tcp: false);

    [Fact]
    public Task Capture_OverTcp_BecomesADataSet() => AssertCaptureAsync(tcp: true);

    [Fact]
    public async Task Capture_ListenerGoesAway_TheDeviceGoesBackToItsMachine()
    {
        await using (SerialDeviceClient console = SerialDeviceClient.Open(SerialTests.Address(_rig.Host.ConsolePorts, tcp: true), DeviceRig.Key))
        {
            await foreach (CapturedBlock block in console.CaptureAsync(600, CancellationToken.None))
            {
                Assert.True((await _rig.HealthAsync()).CaptureMs > 0);
                break;
            }
        }

        DeviceHealth health = await _rig.HealthAsync(h => h.CaptureMs == 0);
        Assert.True((await _rig.HealthAsync(h => h.Windows > health.Windows)).Samples > 0);
    }

    private async Task AssertCaptureAsync(bool tcp)
    {
        string key = _folder.PathOf("device.key");
        File.WriteAllText(key, Convert.ToHexStringLower(DeviceRig.Key.ToBytes()) + "\n");
        string set = _folder.PathOf("set");
        string address = SerialTests.Address(_rig.Host.ConsolePorts, tcp);

        CommandRun refused = await CommandRun.RunAsync("data", "capture", set, "--device", _rig.Http, "--device-key", key, "--seconds", "3", "--label", "healthy");
        CommandAssert.Fails(refused, ExitCode.Usage);
        CommandRun run = await CommandRun.RunAsync(
            "data", "capture", set, "--device", address, "--device-key", key, "--seconds", "4", "--cut-seconds", "0.25", "--label", "healthy", "--tag", "speed=low", "--group", "pump-7", "--json");

        // Sixteen when the machine is never late; a FIFO of 32 samples overruns when its thread waits 27 ms for a processor, and that recording is dropped.
        Assert.InRange(CommandAssert.Json(run, "data capture").GetProperty("recordings").GetInt32(), 1, 16);
        DataSet captured = DataSet.Load(set);
        Assert.Equal((200, 3, SignalUnit.G), (captured.SampleRateHz, captured.Axes, captured.Unit));
        Assert.All(captured.Recordings, r =>
        {
            Assert.Equal((50, "healthy", "pump-7", "speed=low"), (r.Signal.SampleCount, r.Label, r.Group, r.Tags.Stratum));
            Assert.All(r.Signal.Values, v => Assert.Equal(v * 4096, Math.Round(v * 4096)));
            Assert.Equal(1, Math.Sqrt(Enumerable.Range(0, 3).Sum(axis => Math.Pow(Enumerable.Range(0, 50).Average(i => r.Signal.Values[(3 * i) + axis]), 2))), 0.1);
        });
        Assert.Equal(captured.Recordings.Count, captured.Recordings.Select(r => r.Digest).Distinct().Count());
        Assert.Equal(0, (await _rig.HealthAsync(h => h.CaptureMs == 0)).CaptureMs);
    }
}
