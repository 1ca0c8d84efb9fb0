namespace TinyEdge.Companion.FrontEnd;

/// <summary>Mean and deviation of every feature over a training set (Welford 1962), in log2 units.</summary>
public sealed class FeatureStatistics(int features)
{
    private const double Q12 = 4096;
    private readonly double[] _mean = new double[features];
    private readonly double[] _squares = new double[features];

    public int Features { get; } = features;

    public long Count { get; private set; }

    /// <summary>Adds one frame of <see cref="FixedFrontEnd"/> values, int32 Q12.</summary>
    public void Add(ReadOnlySpan<int> valuesQ12)
    {
        if (valuesQ12.Length != Features)
        {
            throw new ArgumentException($"A frame of {valuesQ12.Length} values in statistics of {Features} features.", nameof(valuesQ12));
        }

        Count++;
        for (int k = 0; k < Features; k++)
        {
            double value = valuesQ12[k] / Q12;
            double delta = value - _mean[k];
            _mean[k] += delta / Count;
            _squares[k] += delta * (value - _mean[k]);
        }
    }

    public double Mean(int feature) => _mean[feature];

    /// <summary>Population standard deviation; 0 with fewer than two frames.</summary>
    public double StandardDeviation(int feature) => Count > 1 ? Math.Sqrt(_squares[feature] / Count) : 0;
}
