using System.CommandLine;
using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Bundling;

namespace TinyEdge.Cli.Bundles;

internal sealed class InspectCommand : CliCommand
{
    private readonly Argument<FileInfo> _path = new("bundle") { Description = "The bundle file (.teb)." };

    public InspectCommand(CliConsole console)
        : base(console, "inspect", "Show what a bundle says about itself. Checks nothing: use 'verify' for that.")
    {
        Arguments.Add(_path);
    }

    public override IReadOnlyList<string> Examples { get; } = ["tinyedge inspect fan.teb", "tinyedge inspect fan.teb --json"];

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        byte[] bundle = BundleFile.Load(context.Parsed.GetRequiredValue(_path).FullName);
        BundleDescription description = BundleInspector.Describe(bundle);
        context.Write(description, () => WriteText(context.Console, description));
        return Task.FromResult(ExitCode.Ok);
    }

    internal static void WriteText(CliConsole console, BundleDescription d)
    {
        Grid grid = new();
        grid.AddColumn(new GridColumn().NoWrap().PadRight(2));
        grid.AddColumn();
        void Row(string name, string value) => grid.AddRow(new Text(name), new Text(value));
        Row("bundle", $"{d.BundleId}  (format {d.Format}, {d.TotalBytes:N0} bytes, {d.BlockCount} blocks of {d.BlockSizeBytes})");
        Row("fingerprint", d.Fingerprint);
        Row("checksum", d.Checksum);
        Row("sequence", $"{d.Sequence}, security floor {d.SecurityFloor}, keyring epoch {d.KeyringEpoch}, key {d.KeyId}");
        Row("versions", $"firmware {d.FirmwareVersion}, model {d.ModelVersion}, thresholds {d.ThresholdVersion}, calibration {d.CalibrationVersion}");
        Row("roll back to", d.RollbackTarget.Length == 0 ? "the bundle before" : d.RollbackTarget);
        Row("for", $"{string.Join(", ", d.TargetEnvironment)}; vendor {d.Vendor:x8}, class {d.DeviceClass:x8}, hardware {d.HardwareRevisionMask:x8}");
        Row("needs", $"runtime {d.RuntimeMin} to {d.RuntimeMax}, front end {d.FrontEndVersion}, battery {d.MinBatteryLevelPercent} %{(d.NativeChecksums is null ? "" : $", natives {d.NativeChecksums}")}");
        Row("budgets", $"{d.MaxLatencyMs} ms a stage, {d.PeakRamBudgetBytes:N0} bytes of pools, heap floor {d.Health.HeapFloorBytes:N0} bytes");
        Row("trial", $"{d.Health.TrialAttempts} attempts, {d.Health.MinimumWindows} windows, {d.Health.TrialDeadlineSeconds} s"
            + (d.Health.RequireCompanionContact ? ", companion contact" : "") + (d.Health.NoAutoConfirm ? ", confirmed by hand" : ""));
        if (d.Keyring is { } ring)
        {
            Row("keyring", $"epoch {ring.Epoch}: {string.Join(", ", ring.Keys.Select(key => key.KeyId + (key.IsDevelopment ? " (development)" : "")))}"
                + (ring.Revoked.Count == 0 ? "" : $"; revokes {string.Join(", ", ring.Revoked)}") + $"; signed by {ring.OldSigner} and {ring.NewSigner}");
        }

        Row("not after", d.NotAfter is DateTimeOffset end ? end.ToString("u") : "no limit");
        foreach (TlvDescription field in d.OptionalFields)
        {
            Row(field.Name, field.Value);
        }

        console.Results.Write(grid);
        Table table = new Table().Border(TableBorder.Simple).AddColumns("id", "component", "version", "bytes", "at", "blocks", "for", "digest");
        foreach (ComponentDescription c in d.Components)
        {
            table.AddRow(
                new Text($"{c.Id}"),
                new Text(c.TypeName),
                new Text(c.Version),
                new Text($"{c.LengthBytes:N0}"),
                new Text($"{c.OffsetBytes:N0}"),
                new Text($"{c.BlockCount}"),
                new Text(c.DependsOn == 0 ? "" : c.DependsOn == 255 ? "runtime" : $"id {c.DependsOn}"),
                new Text(c.Digest[..16]));
        }

        console.Results.Write(table);
    }
}
