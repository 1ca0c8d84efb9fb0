namespace TinyEdge.Companion.Training.Layers;

/// <summary>The same values in another shape.</summary>
public sealed class ReshapeLayer(string name, LayerPlan plan, TensorShape input, TensorShape output) : FloatLayer(name, plan, input, output)
{
    public override void Forward(ReadOnlySpan<float> input, Span<float> output) => input.CopyTo(output);

    internal override void Backpropagate(ReadOnlySpan<float> input, ReadOnlySpan<float> error, Span<float> inputError) => VectorMath.AddScaled(inputError, error, 1);
}
