using TinyEdge.Runtime.Inference;

namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>The plain reference kernel of the benchmark's depthwise layer, which a layer of that shape no longer runs.</summary>
internal sealed class ReferenceKernelProbe : ICostProbe
{
    private readonly int[] _geometry = new int[WindowGeometry.Count];
    private readonly sbyte[] _output = new sbyte[(BenchmarkLayers.DepthwiseLength - 2) * BenchmarkLayers.DepthwiseChannels];
    private readonly sbyte[] _input;
    private readonly sbyte[] _weights;

    public ReferenceKernelProbe(sbyte[] input, sbyte[] weights)
    {
        _input = input;
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

    public void Run() => DepthwiseConv2D.Reference(
        _input, 0, -3, _geometry, _weights, new int[BenchmarkLayers.DepthwiseChannels], [1 << 30], [38], 0, _output, 0, 5, -128, 127);
}
