using TinyEdge.Bundles;

namespace TinyEdge.Companion.Devices;

/// <summary>One health record. What the device did not say is null; <see cref="Fields"/> has everything it did say.</summary>
public sealed record DeviceHealth(
    BundleOnDevice Running,
    UpdateState Update,
    long? UptimeMs,
    long? BootCount,
    long? UncleanBoots,
    long? HeapFreeBytes,
    long? PoolBytes,
    long? FrontEndWorstUs,
    long? InferenceWorstUs,
    long? Samples,
    long? DroppedSamples,
    long? BusErrors,
    long? Windows,
    long? Score,
    IReadOnlyDictionary<string, string> Fields)
{
    internal static DeviceHealth From(DeviceLine line) => new(
        BundleOnDevice.From(line, string.Empty),
        UpdateState.From(line),
        line.Number(WireLabels.UptimeMs),
        line.Number(WireLabels.BootCount),
        line.Number(WireLabels.UncleanBoots),
        line.Number(WireLabels.HeapFreeBytes),
        line.Number(WireLabels.PoolBytes),
        line.Number(WireLabels.FrontEndWorstUs),
        line.Number(WireLabels.InferenceWorstUs),
        line.Number(WireLabels.Samples),
        line.Number(WireLabels.DroppedSamples),
        line.Number(WireLabels.BusErrors),
        line.Number(WireLabels.Windows),
        line.Number(WireLabels.Score),
        line.Fields);

    /// <summary>Reads a health line as UART0 writes it; null for a line of another kind.</summary>
    public static DeviceHealth? FromLine(DeviceLine line) =>
        line.Kind == WireCommands.KindOf(DeviceCommand.Health) ? From(line) : null;
}
