using System.Globalization;
using TinyEdge.Bundles;

namespace TinyEdge.Companion.Devices;

/// <summary>Which devices this companion can talk to: those of its own wire protocol, of the one before and of the one after.</summary>
public static class DeviceProtocol
{
    /// <summary>Oldest protocol of a device; the first one ever was 1.</summary>
    public static int Oldest => Math.Max(1, WireLimits.ProtocolVersion - 1);

    /// <summary>Newest; such a device still speaks this companion's protocol, as SPEC.md demands of it.</summary>
    public static int Newest => WireLimits.ProtocolVersion + 1;

    /// <summary>Refuses a device that is too far away, before anything is sent to it. One that does not say is taken.</summary>
    /// <exception cref="TinyEdgeException">The protocols do not meet.</exception>
    public static void Require(DeviceIdentity identity, string endpoint)
    {
        ArgumentNullException.ThrowIfNull(identity);
        if (identity.ProtocolVersion is not long version || (version >= Oldest && version <= Newest))
        {
            return;
        }

        throw new TinyEdgeException(
            ExitCode.Refused,
            $"Nothing was sent to {endpoint}.",
            string.Create(CultureInfo.InvariantCulture, $"The device speaks protocol {version}, this companion {Oldest} to {Newest}."),
            version > Newest ? "Use the companion that came with the device's firmware, or a newer one." : "Use an older companion, or flash the device by cable.");
    }
}
