namespace TinyEdge.Companion.Validation;

/// <summary>Least and largest of many values, and quantiles of a regular sample of them. Deterministic: when full it halves itself and its rate.</summary>
public sealed class ValueSample
{
    private const int Capacity = 1 << 16;

    private readonly List<float> _kept = [];
    private int _stride = 1;
    private long _seen;

    public float Min { get; private set; } = float.PositiveInfinity;

    public float Max { get; private set; } = float.NegativeInfinity;

    public void Add(float value)
    {
        Min = Math.Min(Min, value);
        Max = Math.Max(Max, value);
        if (_seen++ % _stride == 0)
        {
            _kept.Add(value);
            if (_kept.Count == Capacity)
            {
                Halve();
            }
        }
    }

    /// <summary>Values below which <paramref name="ratio"/> of the sample lies, for each ratio, 0..1.</summary>
    public IReadOnlyList<float> Quantiles(params IReadOnlyList<double> ratios)
    {
        float[] sorted = [.. _kept.Order()];
        return [.. ratios.Select(ratio => sorted[(int)Math.Round(ratio * (sorted.Length - 1))])];
    }

    private void Halve()
    {
        for (int i = 0; i < Capacity / 2; i++)
        {
            _kept[i] = _kept[2 * i];
        }

        _kept.RemoveRange(Capacity / 2, Capacity / 2);
        _stride *= 2;
    }
}
