namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>The stages of a hop, in their order.</summary>
public static class StageNames
{
    /// <summary>Samples into the ring, calibrated.</summary>
    public const string Push = "Push";

    /// <summary>Window to features, all axes.</summary>
    public const string FrontEnd = "FrontEnd";

    /// <summary>Features to scores.</summary>
    public const string Network = "Network";

    /// <summary>Scores to decision.</summary>
    public const string Decide = "Decide";

    /// <summary>All of them.</summary>
    public const string Hop = "Hop";
}
