namespace TinyEdge.Fuzzing.Engine;

/// <summary>Why an input is a finding.</summary>
/// <param name="Kind">The same for inputs that fail alike.</param>
/// <param name="Detail">Everything there is to say.</param>
public sealed record FuzzFailure(string Kind, string Detail);
