using TinyEdge.Bundles;

namespace TinyEdge.Companion.Devices;

/// <summary>Boot record and banks of a device.</summary>
public sealed record DeviceBanks(
    UpdateState Update,
    BundleOnDevice BankA,
    BundleOnDevice BankB,
    long? SecurityFloor,
    long? KeyringEpoch,
    long? RecordSequence,
    IReadOnlyDictionary<string, string> Fields)
{
    internal static DeviceBanks From(DeviceLine line) => new(
        UpdateState.From(line),
        BundleOnDevice.From(line, WireLabels.BankAPrefix),
        BundleOnDevice.From(line, WireLabels.BankBPrefix),
        line.Number(WireLabels.SecurityFloor),
        line.Number(WireLabels.KeyringEpoch),
        line.Number(WireLabels.RecordSequence),
        line.Fields);
}
