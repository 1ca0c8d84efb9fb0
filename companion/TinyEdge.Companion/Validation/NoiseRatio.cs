namespace TinyEdge.Companion.Validation;

/// <summary>Signal to quantisation noise, gathered value by value in double.</summary>
public sealed class NoiseRatio
{
    private double _signal;
    private double _noise;

    public void Add(double wanted, double got)
    {
        _signal += wanted * wanted;
        _noise += (wanted - got) * (wanted - got);
    }

    /// <summary>dB; infinite without any error, and minus infinite for error on silence.</summary>
    public double Decibels => _noise == 0 ? double.PositiveInfinity : 10 * Math.Log10(_signal / _noise);
}
