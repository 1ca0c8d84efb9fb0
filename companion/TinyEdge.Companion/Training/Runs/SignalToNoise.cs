namespace TinyEdge.Companion.Training.Runs;

/// <summary>Power of a signal over the power of what an approximation differs from it by.</summary>
public sealed class SignalToNoise
{
    private double _signal;
    private double _noise;

    /// <summary>10 log10 of the ratio; infinite when nothing differs.</summary>
    public double Decibels => 10 * Math.Log10(_signal / _noise);

    public void Add(ReadOnlySpan<float> exact, ReadOnlySpan<float> approximate)
    {
        for (int i = 0; i < exact.Length; i++)
        {
            double error = exact[i] - approximate[i];
            _signal += (double)exact[i] * exact[i];
            _noise += error * error;
        }
    }
}
