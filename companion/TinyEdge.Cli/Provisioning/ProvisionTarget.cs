using TinyEdge.Cli.Console;
using TinyEdge.Cli.Device;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;

namespace TinyEdge.Cli.Provisioning;

/// <summary>Secrets and raw samples go over the wire only: opens the console and refuses an address on the network before a byte is sent.</summary>
internal static class ProvisionTarget
{
    /// <param name="what">What needs the wire, for the message.</param>
    public static SerialDeviceClient Open(DeviceTarget target, CommandContext context, string what = "Provisioning", bool keyNeeded = false)
    {
        string address = target.Address(context);
        if (address.StartsWith("http", StringComparison.OrdinalIgnoreCase))
        {
            throw new TinyEdgeException(
                ExitCode.Usage,
                $"{what} needs the serial console.",
                $"{address} is on the network, where others could listen.",
                "Connect the console (COM2) and name its port with --device; 'tinyedge ports' lists ports.");
        }

        return (SerialDeviceClient)target.Open(context, keyNeeded);
    }
}
