namespace TinyEdge.Companion.Training.Layers;

/// <summary>What one step of input and weights stands for.</summary>
/// <param name="input">Scale of the input.</param>
/// <param name="weights">(channels) scales of the weights; empty: 1.</param>
internal readonly ref struct LayerScales(float input, ReadOnlySpan<float> weights)
{
    private readonly ReadOnlySpan<float> _weights = weights;

    public static LayerScales Float => new(1, []);

    public float Input { get; } = input;

    public float OfWeights(int channel) => _weights.IsEmpty ? 1 : _weights[channel];
}
