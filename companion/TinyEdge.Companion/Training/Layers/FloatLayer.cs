namespace TinyEdge.Companion.Training.Layers;

/// <summary>One layer of a network in float. Holds no state of a pass, so that several threads may run it.</summary>
public abstract class FloatLayer(string name, LayerPlan plan, TensorShape input, TensorShape output)
{
    /// <summary>For reports and for the tensor of the INT8 model.</summary>
    public string Name { get; } = name;

    public LayerPlan Plan { get; } = plan;

    public TensorShape Input { get; } = input;

    public TensorShape Output { get; } = output;

    /// <param name="input">(input shape).</param>
    /// <param name="output">(output shape), overwritten.</param>
    public abstract void Forward(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>The same in the whole numbers of int8 tensors, q - zero point; for layers that keep their input's scale.</summary>
    internal virtual void ForwardSteps(ReadOnlySpan<float> input, Span<float> output, int zeroPoint) => Forward(input, output);

    /// <summary>Adds to the slope of the loss by the input, for layers without parameters.</summary>
    /// <param name="input">What went in.</param>
    /// <param name="error">(output shape) slope of the loss by the output.</param>
    /// <param name="inputError">(input shape), added to.</param>
    internal abstract void Backpropagate(ReadOnlySpan<float> input, ReadOnlySpan<float> error, Span<float> inputError);
}
