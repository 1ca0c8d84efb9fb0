using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;

namespace TinyEdge.Cli.Device;

internal sealed class HealthCommand : CliCommand
{
    private readonly DeviceTarget _target = new();
    private readonly Option<bool> _watch = new("--watch", "-w") { Description = "Go on: one line a report, until Ctrl+C." };
    private readonly Option<double> _interval = new("--interval") { Description = "Seconds between questions over HTTP with --watch.", DefaultValueFactory = _ => 2 };
    private readonly Option<int?> _count = new("--count") { Description = "With --watch: end after this many reports." };

    public HealthCommand(CliConsole console)
        : base(console, "health", "Read a device's health over Wi-Fi, over the console port, or by listening on its USB cable.")
    {
        _target.AddTo(this);
        Options.Add(_watch);
        Options.Add(_interval);
        Options.Add(_count);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge health --device http://192.168.4.20",
        "tinyedge health --device /dev/ttyUSB0 --watch      (listens to the lines that UART0 puts out)",
        "tinyedge health --device COM5 --json",
    ];

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        await using IDeviceClient client = _target.Open(context, keyNeeded: false);
        if (!context.Parsed.GetValue(_watch))
        {
            DeviceHealth health = await client.GetHealthAsync(context.Cancellation).ConfigureAwait(false);
            context.Write(health, () => HealthView.Write(context.Console, health));
            return ExitCode.Ok;
        }

        int left = context.Parsed.GetValue(_count) ?? int.MaxValue;
        await foreach (DeviceHealth health in Reports(client, context).ConfigureAwait(false))
        {
            if (context.Json)
            {
                JsonOutput.WriteResultLine(context.Console.Out, "health", health);
            }
            else
            {
                context.Console.Out.WriteLine(HealthView.Line(health));
            }

            if (--left <= 0)
            {
                break;
            }
        }

        return ExitCode.Ok;
    }

    private async IAsyncEnumerable<DeviceHealth> Reports(IDeviceClient client, CommandContext context)
    {
        if (client is SerialDeviceClient serial)
        {
            await foreach (DeviceLine line in serial.WatchAsync(context.Cancellation).ConfigureAwait(false))
            {
                if (DeviceHealth.FromLine(line) is DeviceHealth health)
                {
                    yield return health;
                }
            }

            yield break;
        }

        TimeSpan pause = TimeSpan.FromSeconds(Math.Clamp(context.Parsed.GetValue(_interval), 0.1, 3600));
        while (true)
        {
            DeviceHealth? health = null;
            try
            {
                health = await client.GetHealthAsync(context.Cancellation).ConfigureAwait(false);
            }
            catch (DeviceLinkException error)
            {
                // A device that reboots is away for a moment; watching goes on.
                context.Console.Say($"no answer: {error.Why}");
            }

            if (health is not null)
            {
                yield return health;
            }

            await Task.Delay(pause, context.Cancellation).ConfigureAwait(false);
        }
    }
}
