using TinyEdge.CostProfiler.Costs;

namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>What one stage costs a window.</summary>
/// <param name="Layer">Index of the layer, if it is one.</param>
/// <param name="Macs">Multiply-accumulates a window, 0 where nothing is multiplied and added.</param>
/// <param name="MinInstructions">IL instructions of the cheapest window.</param>
/// <param name="MaxUnits">Units (instructions weighted by opcode) of the dearest window.</param>
public sealed record StageCost(
    string Stage,
    int? Layer,
    int Macs,
    long MinInstructions,
    long MedianInstructions,
    long MaxInstructions,
    long MedianUnits,
    long MaxUnits)
{
    /// <summary>Instructions of the dearest window for each multiply-accumulate, or null.</summary>
    public double? InstructionsPerMac => Macs == 0 ? null : (double)MaxInstructions / Macs;

    /// <summary>Estimated milliseconds of the dearest window.</summary>
    public double EstimatedMilliseconds(DeviceSpeed speed, int megahertz = DeviceSpeed.AnchorMegahertz) => speed.Milliseconds(MaxUnits, megahertz);
}
