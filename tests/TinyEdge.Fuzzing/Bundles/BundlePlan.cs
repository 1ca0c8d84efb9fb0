namespace TinyEdge.Fuzzing.Bundles;

/// <summary>Where the parts of a bundle lie. Bytes, from its beginning.</summary>
public readonly record struct BundlePlan(int Components, int Signed, int BlockSize, int Blocks, int List, int Payload);
