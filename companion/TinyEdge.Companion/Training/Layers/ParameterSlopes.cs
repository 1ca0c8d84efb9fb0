namespace TinyEdge.Companion.Training.Layers;

/// <summary>Slopes of the loss by a layer's parameters, summed over samples.</summary>
internal sealed class ParameterSlopes(TrainableLayer layer)
{
    /// <summary>As the layer's weights.</summary>
    public float[] Weights { get; } = new float[layer.Weights.Length];

    /// <summary>(channels).</summary>
    public float[] Bias { get; } = new float[layer.Bias.Length];

    /// <summary>By the lower and upper end of the output's range.</summary>
    public float[] Range { get; } = new float[2];

    public void Clear()
    {
        Array.Clear(Weights);
        Array.Clear(Bias);
        Array.Clear(Range);
    }
}
