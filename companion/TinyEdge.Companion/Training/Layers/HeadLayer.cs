namespace TinyEdge.Companion.Training.Layers;

/// <summary>The last layer of a classifier: scores to probabilities. Trained together with its loss, whose slope by the scores is simple.</summary>
public abstract class HeadLayer(string name, LayerPlan plan, TensorShape input) : FloatLayer(name, plan, input, input)
{
    internal sealed override void Backpropagate(ReadOnlySpan<float> input, ReadOnlySpan<float> error, Span<float> inputError) =>
        throw new NotSupportedException("A head is differentiated together with its loss.");
}

/// <summary>Softmax over all values.</summary>
public sealed class SoftmaxLayer(string name, LayerPlan plan, TensorShape input) : HeadLayer(name, plan, input)
{
    public override void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        input.CopyTo(output);
        Probabilities.Softmax(output);
    }
}

/// <summary>1 / (1 + exp(-x)), each value by itself.</summary>
public sealed class SigmoidLayer(string name, LayerPlan plan, TensorShape input) : HeadLayer(name, plan, input)
{
    public override void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        for (int i = 0; i < input.Length; i++)
        {
            output[i] = Probabilities.Sigmoid(input[i]);
        }
    }
}
