namespace TinyEdge.VirtualDevice.Vibration;

/// <summary>A recording played into the sensor, over and over or once; after its end the last sample stays.</summary>
public sealed class RecordedSource : IVibrationSource
{
    private readonly Vector3G[] _samples;
    private readonly double _samplesPerMicrosecond;
    private readonly bool _loop;

    public RecordedSource(Vector3G[] samples, double sampleRateHz, bool loop)
    {
        ArgumentOutOfRangeException.ThrowIfZero(samples.Length);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(sampleRateHz, 0);
        _samples = samples;
        SampleRateHz = sampleRateHz;
        _samplesPerMicrosecond = sampleRateHz / 1e6;
        _loop = loop;
    }

    public int Length => _samples.Length;

    public double SampleRateHz { get; }

    public void Sample(long microseconds, out double xG, out double yG, out double zG)
    {
        // The sensor's first sample comes one period after its start and is the recording's first.
        long index = Math.Max(0, (long)Math.Round(microseconds * _samplesPerMicrosecond) - 1);
        index = _loop ? index % _samples.Length : Math.Min(index, _samples.Length - 1);
        (xG, yG, zG) = _samples[index];
    }

    public double TemperatureCelsius(long microseconds) => 25;
}
