namespace TinyEdge.Tests.Fuzzing;

/// <summary>Allocations are counted while these run: one after the other, and beside no other test.</summary>
[CollectionDefinition(nameof(FuzzCollection), DisableParallelization = true)]
public sealed class FuzzCollection;
