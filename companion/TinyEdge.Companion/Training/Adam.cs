namespace TinyEdge.Companion.Training;

/// <summary>Adam (Kingma and Ba 2015, beta 0.9 and 0.999, epsilon 1e-8) over one array of parameters.</summary>
internal sealed class Adam(float[] parameters, bool decays)
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private const float Epsilon = 1e-8f;

    private readonly float[] _mean = new float[parameters.Length];
    private readonly float[] _square = new float[parameters.Length];
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
        float keep = decays ? (float)(1 - (learningRate * weightDecay)) : 1;
        for (int i = 0; i < parameters.Length; i++)
        {
            float gradient = Gradient[i];
            _mean[i] = (Beta1 * _mean[i]) + ((1 - Beta1) * gradient);
            _square[i] = (Beta2 * _square[i]) + ((1 - Beta2) * gradient * gradient);
            parameters[i] = (parameters[i] * keep) - (rate * _mean[i] / (MathF.Sqrt(_square[i] * correction) + Epsilon));
        }

        Array.Clear(Gradient);
    }
}
