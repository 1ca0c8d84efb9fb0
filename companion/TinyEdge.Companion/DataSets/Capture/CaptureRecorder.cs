using TinyEdge.Companion.Devices;
using TinyEdge.Companion.Recordings;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Companion.DataSets.Capture;

/// <summary>
/// Cuts a stream of blocks into recordings of one length, in g. A recording has no gap: where samples are missing, what had been collected of
/// the one at hand is dropped.
/// </summary>
/// <param name="recordingSeconds">Length of a recording.</param>
public sealed class CaptureRecorder(double recordingSeconds)
{
    private const int Axes = 3;

    private readonly List<float> _values = [];
    private readonly List<Recording> _recordings = [];
    private CapturedBlock? _last;

    public IReadOnlyList<Recording> Recordings => _recordings;

    /// <summary>Places at which samples were missing.</summary>
    public int Gaps { get; private set; }

    /// <summary>Samples per axis that came, whether or not they became part of a recording.</summary>
    public long Samples { get; private set; }

    /// <summary>Seconds of signal that came.</summary>
    public double Seconds => _last is null ? 0 : (double)Samples / _last.SampleRateHz;

    public void Add(CapturedBlock block)
    {
        if (_last is not null && (block.At != _last.At + (_last.Xyz.Length / Axes) || block.Overruns != _last.Overruns || block.SampleRateHz != _last.SampleRateHz))
        {
            Gaps++;
            _values.Clear();
        }

        _last = block;
        Samples += block.Xyz.Length / Axes;
        int length = Axes * Math.Max(1, (int)(recordingSeconds * block.SampleRateHz));
        foreach (short count in block.Xyz)
        {
            _values.Add(count / (float)AccelScale.LsbPerG);
            if (_values.Count == length)
            {
                _recordings.Add(new Recording($"capture#{_recordings.Count}", block.SampleRateHz, Axes, [.. _values]));
                _values.Clear();
            }
        }
    }
}
