namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>What a pipeline costs a window on the device. Instructions, allocations and depth are exact; times are estimates.</summary>
/// <param name="Windows">Windows counted: with a full set of frames, so with an inference and a decision each.</param>
/// <param name="Hop">Everything from the samples of one hop to the decision.</param>
/// <param name="Stages">Push, FrontEnd, Network, Decide: they add up to the hop in every window.</param>
/// <param name="Axes">Parts of the front end, one an axis; the rest of it is copying between them.</param>
/// <param name="Layers">Parts of the network, one a layer; the rest of it is copying features and the loop.</param>
/// <param name="AllocatedBytes">In all windows, device layout.</param>
/// <param name="MaxStackBytes">Deepest managed stack above the caller of the pipeline.</param>
/// <param name="Methods">Instructions of each method's own code over all windows.</param>
public sealed record PipelineCost(
    int Windows,
    StageCost Hop,
    IReadOnlyList<StageCost> Stages,
    IReadOnlyList<StageCost> Axes,
    IReadOnlyList<StageCost> Layers,
    long Allocations,
    long AllocatedBytes,
    int MaxCallDepth,
    int MaxStackBytes,
    IReadOnlyList<MethodCost> Methods)
{
    public double AllocatedBytesPerWindow => (double)AllocatedBytes / Windows;

    /// <summary>How much the dearest hop is over the median one, in instructions.</summary>
    public double WorstOverMedian => (double)Hop.MaxInstructions / Hop.MedianInstructions;
}
