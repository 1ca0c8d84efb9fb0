using System.CommandLine;
using TinyEdge.Bundles;
using TinyEdge.Cli.Console;
using TinyEdge.Cli.Device;
using TinyEdge.Cli.Provisioning;
using TinyEdge.Companion;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.DataSets.Capture;
using TinyEdge.Companion.DataSets.Import;
using TinyEdge.Companion.Devices;

namespace TinyEdge.Cli.DataSets;

internal sealed class DataCaptureCommand : CliCommand
{
    private const int SensorRangeG = 8;

    private readonly Argument<string> _set = new("set") { Description = "The data set: a folder, made when it is not there, added to when it is." };
    private readonly Option<int> _seconds = new("--seconds") { Description = $"Seconds to record, 1 to {WireLimits.CaptureSeconds}.", Required = true };
    private readonly Option<double> _cut = new("--cut-seconds") { Description = "Length of a recording.", DefaultValueFactory = _ => 1 };
    private readonly Option<int?> _bus = new("--i2c") { Description = "Record from a sensor on this I2C bus of this machine (/dev/i2c-N) instead of from a device." };
    private readonly Option<string> _chip = new("--sensor") { Description = $"With --i2c: {string.Join(" or ", DesktopSensor.Chips)}.", DefaultValueFactory = _ => DesktopSensor.Chips[0] };
    private readonly Option<int?> _address = new("--address") { Description = "With --i2c: address of the sensor, when it is not the usual one." };
    private readonly Option<int> _rate = new("--rate") { Description = "With --i2c: samples per second and axis. A device records at the rate of its model.", DefaultValueFactory = _ => 200 };
    private readonly RecordingFactsOptions _facts = new();
    private readonly DeviceTarget _target = new();

    public DataCaptureCommand(CliConsole console)
        : base(console, "capture", "Record into a data set: from a device over its serial console, or from a sensor wired to this machine. A device stops watching its machine meanwhile.")
    {
        Arguments.Add(_set);
        _target.AddTo(this);
        foreach (Option option in new Option[] { _seconds, _cut, _bus, _chip, _address, _rate })
        {
            Options.Add(option);
        }

        _chip.AcceptOnlyFromAmong([.. DesktopSensor.Chips]);
        _facts.AddTo(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge data capture pump --device COM5 --device-key pump7.key --seconds 60 --label healthy --tag speed=low",
        "tinyedge data capture pump --i2c 1 --sensor mpu6050 --seconds 60 --label fault --group pump-7",
    ];

    protected override string JsonName => "data capture";

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        ImportFacts facts = _facts.Read(context);
        int seconds = Seconds(context);
        string folder = Path.GetFullPath(context.Parsed.GetRequiredValue(_set));
        CaptureRun run = new(context.Console, new CaptureRecorder(context.Parsed.GetValue(_cut)), seconds, DataSet.IsDataSet(folder) ? DataSet.Load(folder) : null);
        TinyEdgeException? early = await RecordAsync(context, run, seconds).ConfigureAwait(false);
        IReadOnlyList<string> names = [];
        if (run.Recorder.Recordings.Count > 0)
        {
            NewRecordings added = new(facts.Group ?? facts.Label, facts.Group, facts.Label, facts.Tags, facts.SensorRange ?? SensorRangeG, run.Recorder.Recordings);
            names = DataSetWriter.Add(folder, SignalUnit.G, [added]);
        }

        Write(context, folder, names, run.Recorder, early);
        return early is null ? ExitCode.Ok : throw early;
    }

    private int Seconds(CommandContext context)
    {
        int seconds = context.Parsed.GetValue(_seconds);
        double cut = context.Parsed.GetValue(_cut);
        if (seconds is < 1 or > WireLimits.CaptureSeconds || !(cut > 0 && cut <= seconds))
        {
            throw new TinyEdgeException(ExitCode.Usage, FormattableString.Invariant($"{seconds} s in recordings of {cut} s cannot be recorded."), $"A capture lasts 1 to {WireLimits.CaptureSeconds} s and holds at least one recording.", "Give --seconds and --cut-seconds within that.");
        }

        return seconds;
    }

    private async Task<TinyEdgeException?> RecordAsync(CommandContext context, CaptureRun run, int seconds)
    {
        if (context.Parsed.GetValue(_bus) is int bus)
        {
            using DesktopSensor sensor = DesktopSensor.Open(context.Parsed.GetRequiredValue(_chip), bus, context.Parsed.GetValue(_address));
            return await run.FollowAsync(sensor.CaptureAsync(context.Parsed.GetValue(_rate), seconds, context.Cancellation)).ConfigureAwait(false);
        }

        await using SerialDeviceClient client = ProvisionTarget.Open(_target, context, "A capture", keyNeeded: true);

        // One second more than wanted, for the clocks of two machines and the first samples' way: the last recording is to be whole.
        int asked = Math.Min(seconds + 1, WireLimits.CaptureSeconds);
        return await run.FollowAsync(client.CaptureAsync(asked, context.Cancellation)).ConfigureAwait(false);
    }

    private static void Write(CommandContext context, string folder, IReadOnlyList<string> names, CaptureRecorder recorder, TinyEdgeException? early)
    {
        if (early is not null)
        {
            context.Console.Say(names.Count > 0 ? $"kept what had come: {recorder.Recordings.Count:N0} recordings in {names[0]}" : "nothing was kept");
            return;
        }

        if (names.Count == 0)
        {
            throw new DataSetException("Nothing was recorded.", $"{recorder.Samples:N0} samples came, with {recorder.Gaps} gaps: no stretch without a gap was long enough.", "Give a shorter --cut-seconds, or take load off this machine.");
        }

        context.Write(
            new { Set = folder, File = names[0], Recordings = recorder.Recordings.Count, recorder.Samples, recorder.Seconds, recorder.Gaps },
            () => context.Console.Out.WriteLine(FormattableString.Invariant($"added to {folder}: {names[0]}, {recorder.Recordings.Count:N0} recordings from {recorder.Seconds:N1} s with {recorder.Gaps} gaps")));
    }
}
