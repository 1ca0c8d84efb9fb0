using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.DataSets;

/// <summary>A recording of a data set and what is known about it.</summary>
public sealed class DataRecording
{
    private readonly Lazy<string> _digest;

    /// <param name="file">The file it stands in.</param>
    /// <param name="number">Its number within the file, from 0 in the order of recording.</param>
    /// <param name="signal">Its values, in the unit of the set.</param>
    public DataRecording(DataSetFile file, int number, Recording signal)
    {
        File = file;
        Number = number;
        Signal = signal;
        _digest = new Lazy<string>(() => ContentDigest.Of(signal));
    }

    /// <summary>File and number: <c>fan-low-0#12</c>. Unique within a set.</summary>
    public string Id => Signal.Name;

    public DataSetFile File { get; }

    public int Number { get; }

    public Recording Signal { get; }

    public string Group => File.Group;

    public string Label => File.Label;

    public RecordingTags Tags => File.Tags;

    /// <summary>Of rate, axes and values, bit for bit; not of names and tags.</summary>
    public string Digest => _digest.Value;

    public double Seconds => (double)Signal.SampleCount / Signal.SampleRateHz;
}
