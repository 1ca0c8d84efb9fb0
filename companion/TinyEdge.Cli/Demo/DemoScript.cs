using System.Diagnostics;
using System.Security.Cryptography;
using TinyEdge.Bundles;
using TinyEdge.Cli.Console;
using TinyEdge.Cli.Device;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;
using TinyEdge.Companion.Keys;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Cli.Demo;

/// <summary>The demonstration, step by step. A step that goes wrong is noted and the next one tried: the table at the end tells.</summary>
internal sealed class DemoScript(CliConsole console, string folder, double speed, int seed, CancellationToken cancellation)
{
    private const uint GoodSequence = 2;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly List<StepResult> _results = [];
    private readonly DemoBundles _bundles = new();
    private readonly SigningKey _key = SigningKey.Generate(isDevelopment: true);
    private readonly SigningKey _stranger = SigningKey.Generate(isDevelopment: true);
    private DeviceProcess _device = null!;
    private DeviceKey _deviceKey = null!;

    public IReadOnlyList<StepResult> Results => _results;

    public async Task RunAsync()
    {
        string publicKey = Path.Combine(folder, "demo.pub.pem");
        _key.PublicKey.Save(publicKey);
        _device = await DeviceProcess.StartAsync(
            [
                "--folder", Path.Combine(folder, "device"), "--trust", publicKey,
                "--speed", speed.ToString(System.Globalization.CultureInfo.InvariantCulture), "--seed", $"{seed}",
            ],
            cancellation).ConfigureAwait(false);
        using DeviceProcess device = _device;
        _deviceKey = DeviceKey.Load(_device.DeviceKeyFile);
        console.Say($"virtual device {_device.DeviceId} at {_device.Http}, its own process, {speed:0.#} times real time");

        await StepAsync("start", "the golden set runs", StartAsync).ConfigureAwait(false);
        await StepAsync("machine healthy", "class healthy, no alarm", () => ClassifyAsync("healthy", alarm: false)).ConfigureAwait(false);
        await StepAsync("weight on a blade", "class fault, alarm", () => ClassifyAsync("fault", alarm: true)).ConfigureAwait(false);
        await StepAsync("machine off", "class off, no alarm", () => ClassifyAsync("off", alarm: false)).ConfigureAwait(false);
        await StepAsync("health over serial", "a line with a valid checksum from this device", SerialHealthAsync).ConfigureAwait(false);
        await StepAsync("push, cut half way", "resumed, trial, golden vectors, confirmed", PushWithCutAsync).ConfigureAwait(false);
        await StepAsync("new model and app", "application 2.0.0 grades the fault", NewAppAsync).ConfigureAwait(false);
        await StepAsync("bad golden vectors", "400 GoldenVectorMismatch, rolled back", RollbackAsync).ConfigureAwait(false);
        await StepAsync("one flipped bit", "117 BlockDigestMismatch, nothing changed", () => RefusedAsync(_bundles.FlippedBit(4, _key), ResultCode.BlockDigestMismatch)).ConfigureAwait(false);
        await StepAsync("stranger's key", "150 UnknownKey, nothing changed", () => RefusedAsync(_bundles.Good(5, _stranger), ResultCode.UnknownKey)).ConfigureAwait(false);
        await StepAsync("older bundle", "204 SequenceReplayed, nothing changed", () => RefusedAsync(_bundles.Good(1, _key), ResultCode.SequenceReplayed)).ConfigureAwait(false);
        await StepAsync("still inferring", "windows go on, the good bundle runs", StillRunningAsync).ConfigureAwait(false);
        _key.Dispose();
        _stranger.Dispose();
    }

    private async Task StepAsync(string name, string expected, Func<Task<string>> body)
    {
        cancellation.ThrowIfCancellationRequested();
        console.Say($"{_results.Count + 1,2}. {name}");
        long begun = Stopwatch.GetTimestamp();
        string observed;
        bool passed;
        try
        {
            observed = await body().ConfigureAwait(false);
            passed = true;
        }
        catch (DemoExpectationException missed)
        {
            (observed, passed) = (missed.Message, false);
        }
        catch (TinyEdgeException error)
        {
            (observed, passed) = ($"{error.What} {error.Why}", false);
        }

        double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        _results.Add(new StepResult(_results.Count + 1, name, expected, observed, passed, Math.Round(seconds, 2)));
        console.Say($"    {(passed ? "ok" : "FAILED")}: {observed}");
    }

    private async Task<string> StartAsync()
    {
        DeviceHealth health = await UntilAsync(h => h.Windows >= 2, "two windows classified").ConfigureAwait(false);
        Expect(health.Running.BundleId == "golden" && health.StartResult == ResultCode.Ok, $"runs {health.Running.BundleId}, start {HealthView.Code(health.StartResult)}");
        return $"runs {health.Running.BundleId}, pools {health.PoolBytes:N0} of {health.PoolBudgetBytes:N0} bytes";
    }

    private async Task<string> ClassifyAsync(string state, bool alarm)
    {
        _device.SetMachine(state);
        DeviceHealth health = await UntilAsync(h => h.ClassName == state && h.Alarm == alarm, $"class {state} with alarm {(alarm ? "on" : "off")}").ConfigureAwait(false);
        return $"class {health.ClassName}, score {health.Score} of 255, alarm {(health.Alarm == true ? "on" : "off")}, {health.Windows} windows";
    }

    private async Task<string> SerialHealthAsync()
    {
        await using SerialDeviceClient serial = SerialDeviceClient.Open(_device.HealthPort, null);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(s_patience);
        try
        {
            await foreach (DeviceLine line in serial.WatchAsync(patience.Token).ConfigureAwait(false))
            {
                if (DeviceHealth.FromLine(line) is DeviceHealth health)
                {
                    console.Say("    " + HealthView.Line(health));
                    Expect(health.Running.BundleId == "golden", $"the line says {health.Running.BundleId}");
                    return $"{_device.HealthPort}: {line.Fields.Count} fields, up {health.UptimeMs / 1000.0:0.0} s";
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
        }

        throw new DemoExpectationException($"no health line on {_device.HealthPort} within {s_patience.TotalSeconds:0} s");
    }

    private async Task<string> PushWithCutAsync()
    {
        byte[] bytes = _bundles.Good(GoodSequence, _key);
        PushBundle bundle = PushBundle.FromBytes(bytes);
        console.Say($"    {bytes.Length:N0} bytes, pools {_bundles.PoolBytes:N0} of {_bundles.PoolBudgetBytes:N0} bytes on the device, signed by {_key.PublicKey.KeyId}");
        int reboots = _device.Reboots;
        StageLog stages = new();
        await using CuttingRelay relay = new(_device.Http, bytes.Length / 2);
        PushResult result;
        await using (HttpDeviceClient client = new(relay.Address, _deviceKey))
        {
            result = await new BundlePusher(client, Options, progress: stages).PushAsync(bundle, cancellation).ConfigureAwait(false);
        }

        Expect(result.Outcome == PushOutcome.Confirmed, $"outcome {result.Outcome} {HealthView.Code(result.Reason)}");
        Expect(relay.Cuts == 1 && result.Reconnects >= 1, $"{relay.Cuts} cuts, {result.Reconnects} reconnects");
        Expect(result.SentBytes < bytes.Length * 2, $"{result.SentBytes:N0} bytes sent for {bytes.Length:N0}: the transfer began again");
        Expect(_device.Reboots > reboots, "the device did not reboot");
        DeviceHealth health = await UntilAsync(h => h.Running.Fingerprint == bundle.FingerprintHex && h.Update.Phase == UpdatePhase.Idle, "the new bundle confirmed").ConfigureAwait(false);
        Expect(health.Update.Outcome == UpdateOutcome.Confirmed, $"outcome {health.Update.Outcome}");
        return $"{result.SentBytes:N0} bytes sent for {bytes.Length:N0}, {result.Reconnects} reconnects, {stages.Text}, confirmed in bank {health.Update.Bank}";
    }

    private async Task<string> NewAppAsync()
    {
        _device.SetMachine("fault");
        DeviceHealth health = await UntilAsync(
            h => h.AppVersion == "2.0.0" && h.ClassName == "fault" && h.Alarm == true && h.Fields.GetValueOrDefault("a2") is "2" or "3",
            "application 2.0.0 with a severity of 2 or 3").ConfigureAwait(false);
        string severity = health.Fields["a2"];
        _device.SetMachine("healthy");
        await UntilAsync(h => h.ClassName == "healthy" && h.Alarm == false, "class healthy again").ConfigureAwait(false);
        return $"application {health.AppVersion}, model {health.Running.ModelVersion}: severity {severity}, then healthy again";
    }

    private async Task<string> RollbackAsync()
    {
        string before = ActiveBankHash(await BanksAsync().ConfigureAwait(false));
        await using HttpDeviceClient client = new(_device.Http.ToString(), _deviceKey);
        PushResult result = await new BundlePusher(client, Options)
            .PushAsync(PushBundle.FromBytes(_bundles.BrokenGoldenVectors(3, _key)), cancellation).ConfigureAwait(false);
        Expect(result is { Outcome: PushOutcome.RolledBack, Reason: ResultCode.GoldenVectorMismatch }, $"outcome {result.Outcome} {HealthView.Code(result.Reason)}");
        DeviceHealth health = await UntilAsync(h => h.Running.BundleSequence == GoodSequence && h.Windows >= 1, "the good bundle running again").ConfigureAwait(false);
        Expect(ActiveBankHash(await BanksAsync().ConfigureAwait(false)) == before, "the active bank has changed");
        return $"{HealthView.Code(result.Reason)}, back on {health.Running.BundleId}; its bank is byte-identical";
    }

    private async Task<string> RefusedAsync(byte[] bytes, ResultCode expected)
    {
        DeviceBanks banks = await BanksAsync().ConfigureAwait(false);
        string before = ActiveBankHash(banks);
        await using HttpDeviceClient client = new(_device.Http.ToString(), _deviceKey);
        try
        {
            PushResult result = await new BundlePusher(client, Options).PushAsync(PushBundle.FromBytes(bytes), cancellation).ConfigureAwait(false);
            throw new DemoExpectationException($"the device took it: {result.Outcome}");
        }
        catch (DeviceRefusedException refused)
        {
            Expect(refused.Result == expected, $"refused with {HealthView.Code(refused.Result)}");
        }

        Expect(ActiveBankHash(await BanksAsync().ConfigureAwait(false)) == before, "the active bank has changed");
        return $"refused with {HealthView.Code(expected)}; the active bank is byte-identical";
    }

    private async Task<string> StillRunningAsync()
    {
        DeviceHealth first = await UntilAsync(h => h.Running.BundleSequence == GoodSequence, "the good bundle running").ConfigureAwait(false);
        DeviceHealth later = await UntilAsync(h => h.Windows >= first.Windows + 5, "five more windows").ConfigureAwait(false);
        Expect(later.SensorResult == ResultCode.Ok, $"sensor {HealthView.Code(later.SensorResult)}");
        return $"{later.Running.BundleId}, {later.Windows} windows since its last boot, {HealthView.State(later.Update)}";
    }

    private static PushOptions Options => new()
    {
        PollPause = TimeSpan.FromMilliseconds(100),
        FirstPause = TimeSpan.FromMilliseconds(50),
        TrialTimeout = TimeSpan.FromSeconds(45),
    };

    private async Task<DeviceBanks> BanksAsync()
    {
        await using HttpDeviceClient client = new(_device.Http.ToString(), null);
        return await client.GetBanksAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>SHA-256 of the active bank's file, read behind the device's back.</summary>
    private string ActiveBankHash(DeviceBanks banks)
    {
        string file = Path.Combine(folder, "device", "flash", banks.Update.Bank == "A" ? Bank.FileA : Bank.FileB);
        return Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
    }

    private async Task<DeviceHealth> UntilAsync(Func<DeviceHealth, bool> condition, string wanted)
    {
        await using HttpDeviceClient client = new(_device.Http.ToString(), null);
        Stopwatch waiting = Stopwatch.StartNew();
        DeviceHealth? latest = null;
        while (waiting.Elapsed < s_patience)
        {
            try
            {
                latest = await client.GetHealthAsync(cancellation).ConfigureAwait(false);
                if (condition(latest))
                {
                    return latest;
                }
            }
            catch (DeviceLinkException)
            {
                // Away while it reboots.
            }

            await Task.Delay(100, cancellation).ConfigureAwait(false);
        }

        throw new DemoExpectationException($"waited {s_patience.TotalSeconds:0} s for: {wanted}; latest: {(latest is null ? "no answer" : HealthView.Line(latest))}");
    }

    private static void Expect(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new DemoExpectationException(otherwise);
        }
    }

    private sealed class StageLog : IProgress<PushProgress>
    {
        private readonly List<PushStage> _stages = [];

        public string Text => string.Join(" > ", _stages.Select(stage => stage.ToString().ToLowerInvariant()));

        public void Report(PushProgress value)
        {
            if (_stages.Count == 0 || _stages[^1] != value.Stage)
            {
                _stages.Add(value.Stage);
            }
        }
    }
}
