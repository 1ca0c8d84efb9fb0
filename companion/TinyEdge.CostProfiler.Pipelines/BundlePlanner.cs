using TinyEdge.Companion.Pipelines;
using TinyEdge.Companion.Planning;

namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>Weight layouts as 'tinyedge bundle' signs them: everything that shows or measures a pipeline before it is signed plans it here.</summary>
public static class BundlePlanner
{
    /// <param name="origin">What the parts came from, for the error message.</param>
    /// <param name="budgetBytes">peakRamBudgetBytes.</param>
    public static LayoutPlan Plan(PipelineParts parts, string origin, int budgetBytes) =>
        new LayoutPlanner(new CountedLayers()).Plan(parts, origin, budgetBytes);

    /// <summary>The same pipeline with its layers planned: a layout changes no output, so golden vectors stay.</summary>
    public static PipelineParts Planned(PipelineParts parts, string origin, int budgetBytes) =>
        parts with { Model = Plan(parts, origin, budgetBytes).Model };

    /// <summary>The same pipeline with plain weights in every layer.</summary>
    public static PipelineParts Plain(PipelineParts parts) => parts with { Model = LayoutPlanner.WithLayouts(parts.Model, []) };
}
