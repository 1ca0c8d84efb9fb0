using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;

namespace TinyEdge.Cli.Device;

internal sealed class RollbackCommand : CliCommand
{
    private readonly DeviceTarget _target = new();

    public RollbackCommand(CliConsole console)
        : base(console, "rollback", "Send a device back to its previous good bundle (or the golden set inside its firmware). It reboots.")
    {
        _target.AddTo(this);
    }

    public override IReadOnlyList<string> Examples { get; } = ["tinyedge rollback --device http://192.168.4.20 --device-key pump7.key"];

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        await using IDeviceClient client = _target.Open(context, keyNeeded: true);
        DeviceHealth before = await client.GetHealthAsync(context.Cancellation).ConfigureAwait(false);
        await client.RollbackAsync(context.Cancellation).ConfigureAwait(false);
        context.Console.Say("Accepted; waiting for the device to come back.");
        DeviceHealth after = await RebootWatch.WaitAsync(client, before, TimeSpan.FromSeconds(60), context.Cancellation).ConfigureAwait(false);
        context.Write(after, () => context.Console.Out.WriteLine($"{before.Running.BundleId} -> {after.Running.BundleId}: {HealthView.State(after.Update)}"));
        return ExitCode.Ok;
    }
}
