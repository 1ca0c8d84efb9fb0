using System.Reflection;
using TinyEdge.Companion.Pipelines;
using TinyEdge.CostProfiler.Footprint;
using TinyEdge.Firmware;
using TinyEdge.Runtime.Supervision;
using TinyEdge.VirtualDevice;

namespace TinyEdge.Cli.Footprint;

/// <summary>What a device holds: its resident assemblies in flash, and its heap at rest.</summary>
internal sealed record DeviceFootprint(IReadOnlyList<AssemblyFootprint> Resident, HeapFootprint Heap);

/// <summary>Boots a virtual device and takes account of it.</summary>
internal static class FootprintMeter
{
    /// <param name="parts">The pipeline that runs, or null for the golden set.</param>
    /// <param name="budgetBytes">Budget of its pools.</param>
    /// <param name="app">Application assembly that its bundle carries, a .pe or the .dll that it is made of; null for none.</param>
    public static DeviceFootprint Measure(PipelineParts? parts, int budgetBytes, byte[]? app)
    {
        AssemblyFootprint[] resident = [.. DeviceAssemblies.All.Select(assembly => AssemblyMeter.Measure(assembly.Location))];
        using RestingDevice device = new(parts, budgetBytes);
        List<HeapShare> shares =
        [
            new("core library, main thread", HeapFootprint.CoreLibraryBytes, IsEstimated: true),
            new("tables of the assemblies", resident.Sum(assembly => assembly.HeapBytes), IsEstimated: true),
            .. Objects(device),
            new($"{RestingDevice.ThreadCount} threads", RestingDevice.ThreadCount * HeapFootprint.ThreadBytes, IsEstimated: true),
        ];
        if (app is not null)
        {
            shares.Add(new HeapShare("application assembly of the bundle", AppImage.Of(app).HeapBytes, IsEstimated: true));
        }

        return new DeviceFootprint(resident, new HeapFootprint(shares));
    }

    private static IReadOnlyList<HeapShare> Objects(RestingDevice device)
    {
        FirmwareMain firmware = device.Firmware;
        DeviceSupervisor supervisor = firmware.Supervisor;
        ObjectGraph graph = new();
        foreach (Assembly assembly in DeviceAssemblies.All)
        {
            graph.ClaimStatics("static data", assembly);
        }

        return graph
            .Claim("board, keys", firmware.Board)
            .Claim("board, keys", firmware.Board.Keys)
            .Claim("bundle parser", supervisor.Engine.Parser)
            .Claim("update engine, boot record", supervisor.Engine)
            .Claim("HTTP", device.Http)
            .Claim("console", device.Console)
            .Claim("commands", supervisor.Dispatcher)
            .Claim("pipeline", supervisor.Pipeline.Runtime)
            .Claim("supervisor", supervisor)
            .Claim("board, keys", firmware)
            .Claim("watchdog", device.Watchdog)
            .Count();
    }
}
