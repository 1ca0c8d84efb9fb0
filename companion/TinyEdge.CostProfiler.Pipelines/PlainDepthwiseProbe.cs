using TinyEdge.Runtime.Inference;

namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>The plain reference kernel of the benchmark's depthwise layer, which a layer of that shape no longer runs.</summary>
public sealed class PlainDepthwiseProbe : IInputProbe<sbyte[]>
{
    private readonly int[] _geometry = new int[WindowGeometry.Count];
    private readonly int[] _bias = new int[BenchmarkLayers.DepthwiseChannels];
    private readonly int[] _multiplier = [1 << 30];
    private readonly sbyte[] _rightShift = [38];
    private readonly sbyte[] _output = new sbyte[(BenchmarkLayers.DepthwiseLength - 2) * BenchmarkLayers.DepthwiseChannels];
    private readonly sbyte[] _weights;

    /// <param name="weights">(3, channels) int8.</param>
    public PlainDepthwiseProbe(sbyte[] weights)
    {
        _weights = weights;
        _geometry[WindowGeometry.InputHeight] = BenchmarkLayers.DepthwiseLength;
        _geometry[WindowGeometry.OutputHeight] = BenchmarkLayers.DepthwiseLength - 2;
        _geometry[WindowGeometry.InputChannels] = _geometry[WindowGeometry.OutputChannels] = BenchmarkLayers.DepthwiseChannels;
        _geometry[WindowGeometry.KernelHeight] = 3;
        foreach (int one in new[] { WindowGeometry.InputWidth, WindowGeometry.OutputWidth, WindowGeometry.KernelWidth, WindowGeometry.StrideHeight, WindowGeometry.StrideWidth, WindowGeometry.DilationHeight, WindowGeometry.DilationWidth })
        {
            _geometry[one] = 1;
        }
    }

    /// <param name="input">(128, 1, 8) int8.</param>
    public void Run(sbyte[] input) => DepthwiseConv2D.Reference(
        input, 0, -3, _geometry, _weights, _bias, _multiplier, _rightShift, 0, _output, 0, 5, -128, 127);
}
