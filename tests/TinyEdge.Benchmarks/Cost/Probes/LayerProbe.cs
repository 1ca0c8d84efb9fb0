using TinyEdge.Bundles;
using TinyEdge.CostProfiler;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Benchmarks.Cost.Probes;

/// <summary>The first layer of a network, as the engine prepared it.</summary>
internal sealed class LayerProbe : IInputProbe<sbyte[]>
{
    private readonly Network _network = new();

    /// <param name="section">A network section that the device accepts.</param>
    public LayerProbe(byte[] section) =>
        Probe.Require(_network.TryPrepare(new ByteArraySource(section), 0, section.Length, new StaticPool(Probe.AmpleBytes)));

    public void Run(sbyte[] input)
    {
        Array.Copy(input, 0, _network.Arena, _network.InputOffset, input.Length);
        _network.InvokeLayer(0);
    }
}
