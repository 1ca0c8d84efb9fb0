using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;

namespace TinyEdge.Cli.Device;

/// <summary>The options that say which device: its HTTP address, or a serial port, and its key.</summary>
internal sealed class DeviceTarget
{
    public const string AddressVariable = "TINYEDGE_DEVICE";
    public const string KeyVariable = "TINYEDGE_DEVICE_KEY";

    private readonly Option<string?> _device = new("--device", "-d")
    {
        Description = $"Address of the device: http://192.168.4.20, a serial port (COM5, /dev/ttyUSB0) or tcp://host:port. Default: {AddressVariable}.",
    };

    private readonly Option<FileInfo?> _key = new("--device-key")
    {
        Description = $"The device's own key (64 hex digits), needed for whatever changes the device. Default: the file named by {KeyVariable}.",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_device);
        command.Options.Add(_key);
    }

    public string Address(CommandContext context)
    {
        string? address = context.Parsed.GetValue(_device) ?? Environment.GetEnvironmentVariable(AddressVariable);
        return string.IsNullOrWhiteSpace(address)
            ? throw new TinyEdgeException(ExitCode.Usage, "No device was named.", $"Neither --device nor {AddressVariable} is set.", "Add --device; 'tinyedge ports' lists serial ports.")
            : address;
    }

    /// <summary>Opens the link; the first call tells whether somebody is there.</summary>
    public IDeviceClient Open(CommandContext context, bool keyNeeded)
    {
        return Open(Address(context), Key(context, keyNeeded));
    }

    public static IDeviceClient Open(string address, DeviceKey? key)
    {
        return address.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            ? new HttpDeviceClient(address, key)
            : SerialDeviceClient.Open(address, key);
    }

    private DeviceKey? Key(CommandContext context, bool needed)
    {
        string? path = context.Parsed.GetValue(_key)?.FullName ?? Environment.GetEnvironmentVariable(KeyVariable);
        if (!string.IsNullOrEmpty(path))
        {
            return DeviceKey.Load(path);
        }

        return needed
            ? throw new TinyEdgeException(
                ExitCode.Usage,
                "The device's key is missing.",
                "What changes a device must be authenticated with its own key.",
                $"Add --device-key, or set {KeyVariable} to the key file.")
            : null;
    }
}
