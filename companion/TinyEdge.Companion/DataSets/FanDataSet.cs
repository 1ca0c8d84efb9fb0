using TinyEdge.Companion.DataSets.Import;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.DataSets;

/// <summary>The public fan recordings as a data set in memory, and the split that they have always been judged by (<see cref="FanSplit"/>).</summary>
public static class FanDataSet
{
    /// <summary>First 60 % of each file to learn from, a fifth of it to tune on; of a moving file the first half.</summary>
    public static SplitOptions Split { get; } = new()
    {
        Mode = SplitMode.InTime,
        Exceptions = [new SplitException("mounting", "moving", new SplitFractions(40, 10, 50))],
    };

    /// <param name="folder">Folder with <c>fan_0_SPEED_WEIGHTS_weight[-moving].csv</c>.</param>
    /// <exception cref="RecordingException">The folder has none, or one cannot be read.</exception>
    public static DataSet Load(string folder)
    {
        IReadOnlyList<NewRecordings> sources = ImportPlan.OfFan(folder, sensorRange: null);
        DataSetFile[] files = [.. sources.Select(s => new DataSetFile(s.Name, s.Group ?? s.Name, s.Label, s.Tags, s.SensorRange, s.Recordings.Count, s.Recordings.Sum(r => r.SampleCount)))];
        DataRecording[] recordings = [.. files.Zip(sources).SelectMany(pair => pair.Second.Recordings.Select((r, i) =>
            new DataRecording(pair.First, i, new Recording($"{pair.First.Name}#{i}", r.SampleRateHz, r.Axes, r.Values))))];
        return new DataSet(folder, recordings[0].Signal.SampleRateHz, SignalUnit.G, recordings[0].Signal.Axes, [.. files.Select(f => f.Label).Distinct()], files, recordings);
    }
}
