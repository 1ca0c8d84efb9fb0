using System.Reflection;
using TinyEdge.App;
using TinyEdge.Bundles;
using TinyEdge.Firmware;
using TinyEdge.Kernels;
using TinyEdge.Runtime.Supervision;

namespace TinyEdge.VirtualDevice;

/// <summary>The assemblies that are resident on a device, as the desktop has them.</summary>
public static class DeviceAssemblies
{
    /// <summary>In the order in which one needs the other.</summary>
    public static IReadOnlyList<Assembly> All { get; } =
    [
        typeof(BundleParser).Assembly,
        typeof(PowerSpectra).Assembly,
        typeof(DeviceSupervisor).Assembly,
        typeof(VibrationApp).Assembly,
        typeof(FirmwareMain).Assembly,
    ];
}
