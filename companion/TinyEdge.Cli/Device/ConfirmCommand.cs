using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;

namespace TinyEdge.Cli.Device;

internal sealed class ConfirmCommand : CliCommand
{
    private readonly DeviceTarget _target = new();

    public ConfirmCommand(CliConsole console)
        : base(console, "confirm", "Confirm the bundle that a device is trying, once its health gate has passed.")
    {
        _target.AddTo(this);
    }

    public override IReadOnlyList<string> Examples { get; } = ["tinyedge confirm --device http://192.168.4.20 --device-key pump7.key"];

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        await using IDeviceClient client = _target.Open(context, keyNeeded: true);
        await client.ConfirmAsync(context.Cancellation).ConfigureAwait(false);
        DeviceBanks banks = await client.GetBanksAsync(context.Cancellation).ConfigureAwait(false);
        context.Write(banks, () => context.Console.Out.WriteLine(HealthView.State(banks.Update)));
        return ExitCode.Ok;
    }
}
