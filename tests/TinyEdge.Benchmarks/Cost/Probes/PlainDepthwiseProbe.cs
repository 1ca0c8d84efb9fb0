using TinyEdge.CostProfiler;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Benchmarks.Cost.Probes;

/// <summary>The plain depthwise kernel by itself; the engine takes a faster one where it fits.</summary>
internal sealed class PlainDepthwiseProbe(int[] geometry, sbyte[] weights, int[] bias, int multiplier, sbyte rightShift, int outputs) : IInputProbe<sbyte[]>
{
    private readonly sbyte[] _output = new sbyte[outputs];
    private readonly int[] _multipliers = [multiplier];
    private readonly sbyte[] _rightShifts = [rightShift];

    public void Run(sbyte[] input) =>
        DepthwiseConv2D.Reference(input, 0, 0, geometry, weights, bias, _multipliers, _rightShifts, 0, _output, 0, 0, -128, 127);
}
