using TinyEdge.Bundles;
using TinyEdge.CostProfiler;
using TinyEdge.MeasuredCode;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Benchmarks.Cost.Probes;

/// <summary>A layer as code, as the engine calls it once it has accepted the code's digest.</summary>
internal sealed class CodeProbe : IInputProbe<sbyte[]>
{
    private readonly Network _network = new() { Code = new DenseCode() };

    /// <param name="section">The network section that the code was made from, its layer marked as code.</param>
    public CodeProbe(byte[] section) =>
        Probe.Require(_network.TryPrepare(new ByteArraySource(section), 0, section.Length, new StaticPool(Probe.AmpleBytes)));

    public void Run(sbyte[] input)
    {
        Array.Copy(input, 0, _network.Arena, _network.InputOffset, input.Length);
        _network.InvokeLayer(0);
    }
}
