using TinyEdge.Bundles;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Companion.Models;

/// <summary>Runs a network on the desktop with the device's own engine: the same bytes, the same source, the same answers.</summary>
public sealed class NetworkRunner
{
    private readonly Network _network = new();

    /// <param name="budgetBytes">Pool budget, device layout; large by default because training looks at models that do not fit yet.</param>
    public NetworkRunner(NetworkModel model, int budgetBytes = 64 << 20)
        : this(NetworkWriter.Write(model), budgetBytes)
    {
    }

    /// <param name="section">The network section of a model component.</param>
    public NetworkRunner(byte[] section, int budgetBytes = 64 << 20)
    {
        Pool = new StaticPool(budgetBytes);
        ResultCode code = _network.TryPrepare(new ByteArraySource(section), 0, section.Length, Pool);
        if (code != ResultCode.Ok)
        {
            throw new ModelException("The engine refused the network.", $"Prepare answered {code} ({(int)code}).", "Correct the model; the code names the check that failed.", code);
        }
    }

    /// <summary>The engine, for layer-by-layer access.</summary>
    public Network Network => _network;

    /// <summary>What the network takes on the device, by owner.</summary>
    public StaticPool Pool { get; }

    /// <summary>One inference.</summary>
    /// <param name="input">Exactly the input's length.</param>
    /// <param name="output">At least the output's length.</param>
    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        if (input.Length != _network.InputLength)
        {
            throw new ModelException("The input has the wrong length.", $"{input.Length} values instead of {_network.InputLength}.", "Pass one whole feature window.", ResultCode.FeatureCountMismatch);
        }

        input.CopyTo(_network.Arena.AsSpan(_network.InputOffset));
        _network.Invoke();
        _network.Arena.AsSpan(_network.OutputOffset, _network.OutputLength).CopyTo(output);
    }

    public sbyte[] Run(ReadOnlySpan<sbyte> input)
    {
        sbyte[] output = new sbyte[_network.OutputLength];
        Run(input, output);
        return output;
    }

    /// <summary>One inference, every layer's output in order.</summary>
    public IReadOnlyList<sbyte[]> RunLayers(ReadOnlySpan<sbyte> input)
    {
        input.CopyTo(_network.Arena.AsSpan(_network.InputOffset, _network.InputLength));
        List<sbyte[]> outputs = [];
        for (int i = 0; i < _network.LayerCount; i++)
        {
            _network.InvokeLayer(i);
            outputs.Add(_network.Arena.AsSpan(_network.LayerOutputOffset(i), _network.LayerOutputLength(i)).ToArray());
        }

        return outputs;
    }
}
