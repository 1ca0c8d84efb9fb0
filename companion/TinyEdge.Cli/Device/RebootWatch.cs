using TinyEdge.Companion.Devices;

namespace TinyEdge.Cli.Device;

/// <summary>Waits until a device has rebooted: it runs another bundle, or its uptime went back.</summary>
internal static class RebootWatch
{
    public static async Task<DeviceHealth> WaitAsync(IDeviceClient client, DeviceHealth before, TimeSpan patience, CancellationToken cancellation)
    {
        DateTime end = DateTime.UtcNow + patience;
        while (DateTime.UtcNow < end)
        {
            await Task.Delay(200, cancellation).ConfigureAwait(false);
            try
            {
                DeviceHealth now = await client.GetHealthAsync(cancellation).ConfigureAwait(false);
                if (now.UptimeMs < before.UptimeMs || now.Running.Fingerprint != before.Running.Fingerprint)
                {
                    return now;
                }
            }
            catch (DeviceLinkException)
            {
                // Away while it reboots.
            }
        }

        throw new DeviceLinkException($"{client.Endpoint} did not come back.", $"It has not reported a new boot for {patience.TotalSeconds:0} s.");
    }
}
