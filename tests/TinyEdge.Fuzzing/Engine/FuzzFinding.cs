namespace TinyEdge.Fuzzing.Engine;

/// <summary>An input that failed, with what repeats it.</summary>
public sealed record FuzzFinding(FuzzId Id, byte[] Input, FuzzFailure Failure);
