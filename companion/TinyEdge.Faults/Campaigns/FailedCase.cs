namespace TinyEdge.Faults.Campaigns;

/// <summary>A case that broke an invariant.</summary>
/// <param name="Id">Repeats it.</param>
/// <param name="Violation">What was found.</param>
public sealed record FailedCase(string Id, string Violation);
