namespace TinyEdge.Companion.Training;

/// <summary>A dense layer in float: outputs = weights * inputs + bias, clamped at 0 when it is a ReLU.</summary>
public sealed class DenseLayer(int inputs, int outputs, bool isRelu)
{
    public int Inputs { get; } = inputs;

    public int Outputs { get; } = outputs;

    public bool IsRelu { get; } = isRelu;

    /// <summary>(outputs, inputs).</summary>
    public float[] Weights { get; } = new float[inputs * outputs];

    /// <summary>(outputs).</summary>
    public float[] Bias { get; } = new float[outputs];

    public ReadOnlySpan<float> Row(int output) => Weights.AsSpan(output * Inputs, Inputs);

    public void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        for (int o = 0; o < Outputs; o++)
        {
            float sum = Bias[o] + VectorMath.Dot(Row(o), input);
            output[o] = IsRelu && sum < 0 ? 0 : sum;
        }
    }
}
