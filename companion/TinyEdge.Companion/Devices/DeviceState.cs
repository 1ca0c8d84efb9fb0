using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Companion.Devices;

/// <summary>The bundle that runs or lies in a bank.</summary>
public sealed record BundleOnDevice(
    string? BundleId,
    long? BundleSequence,
    string? Fingerprint,
    string? FirmwareVersion,
    string? ModelVersion,
    string? ThresholdVersion,
    string? CalibrationVersion,
    string? State)
{
    internal static BundleOnDevice From(DeviceLine line, string prefix) => new(
        line.Text(prefix + WireLabels.BundleId),
        line.Number(prefix + WireLabels.BundleSequence),
        line.Text(prefix + WireLabels.Fingerprint)?.ToLowerInvariant(),
        line.Text(prefix + WireLabels.FirmwareVersion),
        line.Text(prefix + WireLabels.ModelVersion),
        line.Text(prefix + WireLabels.ThresholdVersion),
        line.Text(prefix + WireLabels.CalibrationVersion),
        line.Text(prefix + WireLabels.State));
}

/// <summary>Where an update stands on the device.</summary>
public sealed record UpdateState(
    string? Bank,
    string? TrialBank,
    UpdatePhase? Phase,
    long? AttemptsLeft,
    UpdateOutcome? Outcome,
    ResultCode? Reason)
{
    internal static UpdateState From(DeviceLine line) => new(
        line.Text(WireLabels.Bank),
        line.Text(WireLabels.TrialBank),
        (UpdatePhase?)line.Small(WireLabels.Phase),
        line.Number(WireLabels.AttemptsLeft),
        (UpdateOutcome?)line.Small(WireLabels.Outcome),
        line.Code(WireLabels.Reason));
}
