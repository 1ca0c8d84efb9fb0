using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;

namespace TinyEdge.Cli.Device;

internal sealed class PortsCommand : CliCommand
{
    public PortsCommand(CliConsole console)
        : base(console, "ports", "List serial ports that a device may be on.")
    {
    }

    public override IReadOnlyList<string> Examples { get; } = ["tinyedge ports", "tinyedge ports --json"];

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        IReadOnlyList<SerialPortEntry> ports = PortLister.List();
        context.Write(new { Ports = ports }, () =>
        {
            foreach (SerialPortEntry port in ports)
            {
                context.Console.Out.WriteLine($"{port.Name,-24} {port.Note}".TrimEnd());
            }
        });
        if (ports.Count == 0)
        {
            context.Console.Say("No serial ports. Plug the board in; on Linux, your user must be in the group 'dialout'. Virtual devices print their own port when they start.");
        }

        return Task.FromResult(ExitCode.Ok);
    }
}
