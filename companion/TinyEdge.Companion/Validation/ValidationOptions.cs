namespace TinyEdge.Companion.Validation;

/// <summary>What a model is held to.</summary>
public sealed record ValidationOptions
{
    /// <summary>Points of balanced accuracy that INT8 may lose against float, overall and in each judged stratum.</summary>
    public double MaxLossPoints { get; init; } = 0.5;

    /// <summary>Strata with fewer samples are reported, not judged.</summary>
    public int LeastStratumSamples { get; init; } = 20;

    public LayerLimits Limits { get; init; } = new();
}
