using System.Numerics.Tensors;

namespace TinyEdge.Companion.Training;

/// <summary>Adam (Kingma and Ba 2015, beta 0.9 and 0.999, epsilon 1e-8) over one array of parameters.</summary>
/// <remarks>
/// Only operations that IEEE 754 rounds one by one (add, multiply, divide, square root), element by element: the width of the
/// processor's vectors cannot show.
/// </remarks>
internal sealed class Adam(float[] parameters, bool decays)
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private const float Epsilon = 1e-8f;

    private readonly float[] _mean = new float[parameters.Length];
    private readonly float[] _square = new float[parameters.Length];
    private readonly float[] _step = new float[parameters.Length];
    private readonly float[] _divisor = new float[parameters.Length];
    private double _power1 = 1;
    private double _power2 = 1;

    /// <summary>(same length as the parameters): summed over a batch, cleared by <see cref="Step"/>.</summary>
    public float[] Gradient { get; } = new float[parameters.Length];

    public void Step(double learningRate, double weightDecay)
    {
        _power1 *= Beta1;
        _power2 *= Beta2;
        float rate = (float)(learningRate / (1 - _power1));
        float correction = (float)(1 / (1 - _power2));
        Average(_mean, Gradient, Beta1);
        TensorPrimitives.Multiply(Gradient, 1 - Beta2, _step);
        TensorPrimitives.Multiply(_step, Gradient, _step);
        TensorPrimitives.Multiply(_square, Beta2, _square);
        TensorPrimitives.Add(_square, _step, _square);

        TensorPrimitives.Multiply(_square, correction, _divisor);
        TensorPrimitives.Sqrt(_divisor, _divisor);
        TensorPrimitives.Add(_divisor, Epsilon, _divisor);
        TensorPrimitives.Multiply(_mean, rate, _step);
        TensorPrimitives.Divide(_step, _divisor, _step);
        if (decays)
        {
            TensorPrimitives.Multiply(parameters, (float)(1 - (learningRate * weightDecay)), parameters);
        }

        TensorPrimitives.Subtract(parameters, _step, parameters);
        Array.Clear(Gradient);
    }

    // average = beta * average + (1 - beta) * value.
    private void Average(float[] average, float[] value, float beta)
    {
        TensorPrimitives.Multiply(value, 1 - beta, _step);
        TensorPrimitives.Multiply(average, beta, average);
        TensorPrimitives.Add(average, _step, average);
    }
}
