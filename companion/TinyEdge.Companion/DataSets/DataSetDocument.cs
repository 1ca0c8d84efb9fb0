namespace TinyEdge.Companion.DataSets;

/// <summary><c>dataset.json</c> as it stands in the file; the fields are those of <see cref="DataSet"/> and <see cref="DataSetFile"/>.</summary>
internal sealed record DataSetDocument(int Format, int SampleRateHz, string Unit, int Axes, string[] Labels, DataSetEntry[] Files)
{
    public const int CurrentFormat = 1;

    public const string Example = """
        { "format": 1, "sampleRateHz": 200, "unit": "g", "axes": 3, "labels": ["healthy", "fault"], "files": [
          { "name": "pump-1", "group": "pump-1", "label": "healthy", "tags": { "speed": "low" }, "sensorRange": 8, "recordings": 10, "samples": 2000 } ] }
        """;

    public static DataSetDocument Of(DataSet set) => new(
        CurrentFormat, set.SampleRateHz, SignalUnitNames.Of(set.Unit), set.Axes, [.. set.Labels],
        [.. set.Files.Select(f => new DataSetEntry(f.Name, f.Group, f.Label, new SortedDictionary<string, string>(f.Tags.ToDictionary().ToDictionary()), f.SensorRange, f.Recordings, f.Samples))]);
}

/// <summary>One file in <c>dataset.json</c>.</summary>
internal sealed record DataSetEntry(string Name, string Group, string Label, IDictionary<string, string> Tags, double? SensorRange, int Recordings, int Samples);
