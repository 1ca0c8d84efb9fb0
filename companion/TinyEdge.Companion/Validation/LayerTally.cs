using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Validation;

/// <summary>Gathers, sample by sample, what <see cref="LayerFigures"/> says of one layer.</summary>
internal sealed class LayerTally(TensorSpec output, double low, double high)
{
    private readonly NoiseRatio _all = new();
    private readonly NoiseRatio _own = new();
    private readonly sbyte[] _first = new sbyte[output.Channels];
    private readonly bool[] _changes = new bool[output.Channels];
    private bool _hasFirst;
    private double _errorSum;
    private long _saturated;

    public ValueSample Values { get; } = new();

    public long Count { get; private set; }

    public double SqnrDb => _all.Decibels;

    public double OwnSqnrDb => _own.Decibels;

    public double LargestErrorSteps { get; private set; }

    public double MeanErrorSteps => _errorSum / Count;

    public double SaturationPercent => 100.0 * _saturated / Count;

    public int DeadChannels => _changes.Count(changes => !changes);

    public long FakeDifferences { get; private set; }

    public int FakeLargestSteps { get; private set; }

    /// <param name="wanted">Output of the float network.</param>
    /// <param name="own">Output of the float layer fed with what the INT8 layer was fed with.</param>
    /// <param name="int8">Output of the device's layer.</param>
    /// <param name="fake">Output of the fake-quantised layer.</param>
    public void Add(ReadOnlySpan<float> wanted, ReadOnlySpan<float> own, ReadOnlySpan<sbyte> int8, ReadOnlySpan<sbyte> fake)
    {
        for (int i = 0; i < wanted.Length; i++)
        {
            double got = output.Dequantize(int8[i]);
            Values.Add(wanted[i]);
            _all.Add(wanted[i], got);
            _own.Add(own[i], got);
            double error = Math.Abs(wanted[i] - got) / output.Scale;
            _errorSum += error;
            LargestErrorSteps = Math.Max(LargestErrorSteps, error);
            _saturated += wanted[i] > high + (output.Scale / 2) || wanted[i] < low - (output.Scale / 2) ? 1 : 0;
            int difference = Math.Abs(int8[i] - fake[i]);
            FakeDifferences += difference > 0 ? 1 : 0;
            FakeLargestSteps = Math.Max(FakeLargestSteps, difference);
        }

        Count += wanted.Length;
        Watch(int8);
    }

    private void Watch(ReadOnlySpan<sbyte> int8)
    {
        for (int i = 0; i < int8.Length; i++)
        {
            int channel = i % _first.Length;
            if (!_hasFirst && i < _first.Length)
            {
                _first[channel] = int8[i];
            }

            _changes[channel] |= int8[i] != _first[channel];
        }

        _hasFirst = true;
    }
}
