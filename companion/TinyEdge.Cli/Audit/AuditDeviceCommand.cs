using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Cli.Device;
using TinyEdge.Companion;
using TinyEdge.Companion.Audit;
using TinyEdge.Companion.Devices;

namespace TinyEdge.Cli.Audit;

internal sealed class AuditDeviceCommand : CliCommand
{
    private readonly DeviceTarget _target = new();
    private readonly AuditLogOption _log = new();

    public AuditDeviceCommand(CliConsole console)
        : base(console, "device", "Read a device's own log of updates, check its chain, compare it with the audit log here, and note its newest record. Exits with 9 when something does not hold.")
    {
        _target.AddTo(this);
        _log.AddTo(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge audit device --device http://192.168.4.20 --device-key pump7.key",
        "tinyedge audit device --device COM5 --json",
    ];

    protected override string JsonName => "audit device";

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        await using IDeviceClient client = _target.Open(context, keyNeeded: false);
        Companion.Devices.DeviceIdentity identity = await client.GetIdentityAsync(context.Cancellation).ConfigureAwait(false);
        DeviceLog device = await client.GetAuditAsync(context.Cancellation).ConfigureAwait(false);
        AuditLog log = _log.Of(context);
        IReadOnlyList<AuditLine> known = File.Exists(log.FilePath) ? AuditCheck.Run(log).Lines : [];
        string id = identity.DeviceId ?? client.Endpoint;
        string[] differences = [.. device.CompareWith(id, known)];
        if (device.Records.Count > 0 && device.Faults.Count == 0)
        {
            log.Append(AuditEntry.Device(id, device.Records[^1].Number, device.Records[^1].Chain));
        }

        bool holds = device.Faults.Count == 0 && differences.Length == 0;
        context.Write(new { DeviceId = id, Holds = holds, device.Records, device.Faults, Differences = differences }, () => WriteText(context.Console, device, differences));
        return holds ? ExitCode.Ok : ExitCode.CheckFailed;
    }

    private static void WriteText(CliConsole console, DeviceLog device, string[] differences)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("n", "boot record", "up (s)", "what", "sequence", "fingerprint", "then", "bank", "reason");
        foreach (DeviceLogRecord record in device.Records)
        {
            table.AddRow(
                $"{record.Number}", $"{record.BootRecord}", $"{record.UptimeSeconds}", string.Join(" + ", record.Events), $"{record.BundleSequence}", record.Fingerprint,
                $"{record.Phase}", record.ActiveBank, HealthView.Code(record.Reason));
        }

        console.Results.Write(table);
        foreach (string text in device.Faults.Concat(differences))
        {
            console.Out.WriteLine(text);
        }

        console.Out.WriteLine(device.Faults.Count + differences.Length == 0 ? $"holds: {device.Records.Count} records" : "does NOT hold");
    }
}
