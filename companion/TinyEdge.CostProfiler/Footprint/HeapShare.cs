namespace TinyEdge.CostProfiler.Footprint;

/// <summary>One owner's part of the managed heap, device layout.</summary>
/// <param name="IsEstimated">False: counted, object by object.</param>
public sealed record HeapShare(string Owner, int Bytes, bool IsEstimated);
