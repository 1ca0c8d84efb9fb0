using TinyEdge.Bundles;

namespace TinyEdge.Companion.Devices;

/// <summary>Who a device is. What the device did not say is null; <see cref="Fields"/> has everything it did say.</summary>
public sealed record DeviceIdentity(
    string? DeviceId,
    string? Vendor,
    string? DeviceClass,
    string? HardwareRevision,
    string? Environment,
    string? RuntimeVersion,
    long? ProtocolVersion,
    long? FrontEndVersion,
    string? KeyIds,
    string? Natives,
    IReadOnlyDictionary<string, string> Fields)
{
    internal static DeviceIdentity From(DeviceLine line) => new(
        line.Text(WireLabels.DeviceId),
        line.Text(WireLabels.Vendor),
        line.Text(WireLabels.DeviceClass),
        line.Text(WireLabels.HardwareRevision),
        line.Text(WireLabels.Environment),
        line.Text(WireLabels.RuntimeVersion),
        line.Number(WireLabels.ProtocolVersion),
        line.Number(WireLabels.FrontEndVersion),
        line.Text(WireLabels.KeyIds),
        line.Text(WireLabels.Natives),
        line.Fields);
}
