namespace TinyEdge.Companion.DataSets;

/// <summary>A folder of recordings whose conditions are known: <c>dataset.json</c> and <c>recordings/*.csv</c>, see SPEC.md.</summary>
public sealed class DataSet
{
    /// <summary>The file that makes a folder a data set.</summary>
    public const string FileName = "dataset.json";

    /// <summary>Where the recordings are, within the folder.</summary>
    public const string RecordingsFolder = "recordings";

    private readonly Dictionary<string, DataRecording> _byId;

    /// <param name="folder">Where it is.</param>
    /// <param name="sampleRateHz">Samples per second and axis, of every recording.</param>
    /// <param name="axes">Values per sample, 1 to 3, of every recording.</param>
    /// <param name="labels">The classes, in the order in which a network answers them. One may be empty.</param>
    /// <param name="files">By name.</param>
    /// <param name="recordings">By file, then in the order of recording.</param>
    public DataSet(string folder, int sampleRateHz, SignalUnit unit, int axes, IReadOnlyList<string> labels, IReadOnlyList<DataSetFile> files, IReadOnlyList<DataRecording> recordings)
    {
        Folder = folder;
        SampleRateHz = sampleRateHz;
        Unit = unit;
        Axes = axes;
        Labels = labels;
        Files = files;
        Recordings = recordings;
        _byId = recordings.ToDictionary(r => r.Id);
    }

    public string Folder { get; }

    public int SampleRateHz { get; }

    public SignalUnit Unit { get; }

    public int Axes { get; }

    public IReadOnlyList<string> Labels { get; }

    public IReadOnlyList<DataSetFile> Files { get; }

    public IReadOnlyList<DataRecording> Recordings { get; }

    public static bool IsDataSet(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>Reads every recording of the folder.</summary>
    /// <exception cref="TinyEdgeException">The folder is no data set, or something in it is wrong: names file, line and remedy.</exception>
    public static DataSet Load(string folder) => DataSetReader.Load(folder);

    /// <summary>Null when there is none of that id.</summary>
    public DataRecording? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Index of a recording's label in <see cref="Labels"/>.</summary>
    public int ClassOf(DataRecording recording) => Enumerable.Range(0, Labels.Count).First(i => Labels[i] == recording.Label);
}
