using TinyEdge.Bundles;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>One inference of a network of one layer, against the instrumented assemblies.</summary>
internal sealed class LayerProbe : ICostProbe
{
    private readonly Network _network = new();

    /// <param name="network">A network section.</param>
    /// <param name="input">int8, of its input's length.</param>
    public LayerProbe(byte[] network, sbyte[] input)
    {
        ResultCode code = _network.TryPrepare(new ByteArraySource(network), 0, network.Length, new StaticPool(int.MaxValue / 2));
        if (code != ResultCode.Ok)
        {
            throw new InvalidOperationException($"The layer was prepared before and now answers {code}.");
        }

        input.CopyTo(_network.Arena, _network.InputOffset);
    }

    public void Run() => _network.Invoke();
}
