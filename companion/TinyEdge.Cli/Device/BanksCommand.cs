using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;

namespace TinyEdge.Cli.Device;

internal sealed class BanksCommand : CliCommand
{
    private readonly DeviceTarget _target = new();

    public BanksCommand(CliConsole console)
        : base(console, "banks", "Show what lies in a device's two banks, and how its latest update ended.")
    {
        _target.AddTo(this);
    }

    public override IReadOnlyList<string> Examples { get; } = ["tinyedge banks --device http://192.168.4.20"];

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        await using IDeviceClient client = _target.Open(context, keyNeeded: false);
        DeviceBanks banks = await client.GetBanksAsync(context.Cancellation).ConfigureAwait(false);
        context.Write(banks, () => WriteText(context.Console, banks));
        return ExitCode.Ok;
    }

    private static void WriteText(CliConsole console, DeviceBanks banks)
    {
        console.Out.WriteLine(HealthView.State(banks.Update));
        console.Out.WriteLine($"security floor {banks.SecurityFloor}, keyring epoch {banks.KeyringEpoch}, record {banks.RecordSequence}, attempts left {banks.Update.AttemptsLeft}");
        Table table = new Table().Border(TableBorder.Simple).AddColumns("bank", "state", "sequence", "fingerprint");
        foreach ((string name, BundleOnDevice bank) in new[] { ("A", banks.BankA), ("B", banks.BankB) })
        {
            table.AddRow(name, bank.State ?? "-", $"{bank.BundleSequence}", bank.Fingerprint ?? "");
        }

        console.Results.Write(table);
    }
}
