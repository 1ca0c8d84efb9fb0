namespace TinyEdge.Fuzzing.Engine;

/// <summary>A little-endian number of an input: where it is, how many bytes it has.</summary>
public readonly record struct FuzzField(int At, int Size);
