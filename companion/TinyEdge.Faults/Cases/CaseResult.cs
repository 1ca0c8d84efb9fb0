using TinyEdge.VirtualDevice.Storage;

namespace TinyEdge.Faults.Cases;

/// <summary>How a case ended.</summary>
/// <param name="Violation">Null when every invariant held.</param>
/// <param name="Happened">Whether every point came; a later one may lie behind the end of a recovery.</param>
/// <param name="Recovery">Operations of the recovery after the last point.</param>
/// <param name="Boots">Boots until it was stable.</param>
public sealed record CaseResult(FaultViolation? Violation, bool Happened, IReadOnlyList<FlashOperation> Recovery, int Boots);
