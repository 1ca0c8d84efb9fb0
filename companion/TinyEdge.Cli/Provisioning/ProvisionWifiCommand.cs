using System.CommandLine;
using TinyEdge.Bundles;
using TinyEdge.Cli.Console;
using TinyEdge.Cli.Device;
using TinyEdge.Cli.Keys;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;

namespace TinyEdge.Cli.Provisioning;

internal sealed class ProvisionWifiCommand : CliCommand
{
    public const string PassphraseVariable = "TINYEDGE_WIFI_PASSPHRASE";

    private readonly Argument<string> _ssid = new("ssid") { Description = "Name of the network (2.4 GHz)." };
    private readonly Option<bool> _open = new("--open") { Description = "The network has no passphrase." };
    private readonly Option<int> _wait = new("--wait") { Description = "Seconds to wait for the device to join; 0 does not wait.", DefaultValueFactory = _ => 30 };
    private readonly PassphraseOption _passphrase = new("network", PassphraseVariable);
    private readonly DeviceTarget _target = new();

    public ProvisionWifiCommand(CliConsole console)
        : base(console, "wifi", "Give a device its Wi-Fi network over its serial console. The passphrase is asked for and not shown.")
    {
        Arguments.Add(_ssid);
        Options.Add(_open);
        Options.Add(_wait);
        _passphrase.AddTo(this);
        _target.AddTo(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge provision wifi plant-2 --device COM5 --device-key pump7.key",
        "tinyedge provision wifi plant-2 --passphrase-file wifi.txt --device /dev/ttyUSB0 --device-key pump7.key",
    ];

    protected override string JsonName => "provision wifi";

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        await using SerialDeviceClient console = ProvisionTarget.Open(_target, context);
        string? passphrase = context.Parsed.GetValue(_open) ? null : _passphrase.Read(context, confirm: false);
        WifiNetwork network = new(context.Parsed.GetRequiredValue(_ssid), passphrase);
        await console.ProvisionWifiAsync(network, context.Cancellation).ConfigureAwait(false);
        DeviceHealth health = await AwaitJoinAsync(console, context).ConfigureAwait(false);
        ResultCode state = health.WifiResult ?? ResultCode.WifiSearching;
        context.Write(
            new { Network = network.ToString(), WifiResult = (int)state, Wifi = state.ToString() },
            () => context.Console.Out.WriteLine(state == ResultCode.Ok ? $"joined {network}" : $"stored {network}; not joined: {ResultCodeText.Meaning(state)} (code {(int)state})"));
        return state == ResultCode.Ok || context.Parsed.GetValue(_wait) == 0 ? ExitCode.Ok : ExitCode.CheckFailed;
    }

    private async Task<DeviceHealth> AwaitJoinAsync(SerialDeviceClient console, CommandContext context)
    {
        DateTime end = DateTime.UtcNow + TimeSpan.FromSeconds(context.Parsed.GetValue(_wait));
        while (true)
        {
            DeviceHealth health = await console.GetHealthAsync(context.Cancellation).ConfigureAwait(false);
            if (health.WifiResult is ResultCode.Ok or ResultCode.WifiCredentialsRefused || DateTime.UtcNow >= end)
            {
                return health;
            }

            await Task.Delay(500, context.Cancellation).ConfigureAwait(false);
        }
    }
}
