using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;

namespace TinyEdge.Cli.Device;

internal sealed class IdentityCommand : CliCommand
{
    private readonly DeviceTarget _target = new();

    public IdentityCommand(CliConsole console)
        : base(console, "identity", "Ask a device who it is: id, class, environment, runtime, keys, native checksums.")
    {
        _target.AddTo(this);
    }

    public override IReadOnlyList<string> Examples { get; } = ["tinyedge identity --device http://192.168.4.20"];

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        await using IDeviceClient client = _target.Open(context, keyNeeded: false);
        DeviceIdentity identity = await client.GetIdentityAsync(context.Cancellation).ConfigureAwait(false);
        context.Write(identity, () =>
        {
            foreach ((string label, string value) in identity.Fields)
            {
                context.Console.Out.WriteLine($"{label,-12} {value}");
            }
        });
        return ExitCode.Ok;
    }
}
