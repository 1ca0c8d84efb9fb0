using TinyEdge.Bundles;

namespace TinyEdge.Companion.Devices;

/// <summary>One health record. What the device did not say is null; <see cref="Fields"/> has everything it did say.</summary>
public sealed record DeviceHealth(
    BundleOnDevice Running,
    UpdateState Update,
    long? UptimeMs,
    long? UncleanBoots,
    ResultCode? StartResult,
    long? HeapFreeBytes,
    long? PoolBytes,
    long? PoolBudgetBytes,
    long? AcquireWorstUs,
    long? FrontEndWorstUs,
    long? InferenceWorstUs,
    long? DecideWorstUs,
    ResultCode? SensorResult,
    long? Samples,
    long? Overruns,
    long? BusErrors,
    long? DroppedWindows,
    long? Windows,
    string? ClassName,
    long? Score,
    bool? Alarm,
    long? Alarms,
    string? AppVersion,
    long? AppThrows,
    ResultCode? WifiResult,
    long? WifiJoins,
    ResultCode? KeyResult,
    ResultCode? StoreResult,
    ResultCode? ClockResult,
    long? SerialFaults,
    long? SleptMs,
    long? CaptureMs,
    IReadOnlyDictionary<string, string> Fields)
{
    internal static DeviceHealth From(DeviceLine line) => new(
        BundleOnDevice.From(line, string.Empty),
        UpdateState.From(line),
        line.Number(WireLabels.UptimeMs),
        line.Number(WireLabels.UncleanBoots),
        line.Code(WireLabels.StartResult),
        line.Number(WireLabels.HeapFreeBytes),
        line.Number(WireLabels.PoolBytes),
        line.Number(WireLabels.PoolBudgetBytes),
        line.Number(WireLabels.AcquireWorstUs),
        line.Number(WireLabels.FrontEndWorstUs),
        line.Number(WireLabels.InferenceWorstUs),
        line.Number(WireLabels.DecideWorstUs),
        line.Code(WireLabels.SensorResult),
        line.Number(WireLabels.Samples),
        line.Number(WireLabels.Overruns),
        line.Number(WireLabels.BusErrors),
        line.Number(WireLabels.DroppedWindows),
        line.Number(WireLabels.Windows),
        line.Text(WireLabels.ClassName),
        line.Number(WireLabels.Score),
        line.Number(WireLabels.Alarm) is long alarm ? alarm != 0 : null,
        line.Number(WireLabels.Alarms),
        line.Text(WireLabels.AppVersion),
        line.Number(WireLabels.AppThrows),
        line.Code(WireLabels.WifiResult),
        line.Number(WireLabels.WifiJoins),
        line.Code(WireLabels.KeyResult),
        line.Code(WireLabels.StoreResult),
        line.Code(WireLabels.ClockResult),
        line.Number(WireLabels.SerialFaults),
        line.Number(WireLabels.SleptMs),
        line.Number(WireLabels.CaptureMs),
        line.Fields);

    /// <summary>Reads a health line as UART0 writes it; null for a line of another kind.</summary>
    public static DeviceHealth? FromLine(DeviceLine line) =>
        line.Kind == WireCommands.KindOf(DeviceCommand.Health) ? From(line) : null;
}
