using TinyEdge.Companion.Components;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.DataSets;

/// <summary>Reads a data set and checks all that its metadata says against what is there.</summary>
internal static class DataSetReader
{
    private const int MaxSampleRateHz = 768000;

    public static DataSet Load(string folder)
    {
        string path = Path.Combine(folder, DataSet.FileName);
        if (!File.Exists(path))
        {
            throw new DataSetException($"{folder} is no data set.", $"There is no {DataSet.FileName} in it.", "Make one with 'tinyedge data import', or check the path.");
        }

        DataSetDocument document = ComponentJson.Read<DataSetDocument>(path, DataSetDocument.Example);
        SignalUnit unit = Check(document, path);
        DataSetFile[] files = [.. document.Files.Select(entry => FileOf(entry, document, path))];
        DataRecording[][] recordings = new DataRecording[files.Length][];
        RequireDistinct([.. files.Select(f => f.Name)], "file", path);
        for (int i = 0; i < files.Length; i++)
        {
            recordings[i] = ReadFile(folder, files[i], document);
        }

        return new DataSet(folder, document.SampleRateHz, unit, document.Axes, document.Labels, files, [.. recordings.SelectMany(r => r)]);
    }

    private static SignalUnit Check(DataSetDocument document, string path)
    {
        if (document.Format != DataSetDocument.CurrentFormat)
        {
            throw Wrong(path, $"Its format is {document.Format}; this version reads {DataSetDocument.CurrentFormat}.", "Use the version of the tool that made it.");
        }

        if (document.SampleRateHz is < 1 or > MaxSampleRateHz || document.Axes is < 1 or > 3)
        {
            throw Wrong(path, $"It says {document.SampleRateHz} Hz and {document.Axes} axes.", $"A rate is 1 to {MaxSampleRateHz} Hz, axes are 1 to 3.");
        }

        foreach (string label in document.Labels)
        {
            SafeName.Require(label, "label", path);
        }

        RequireDistinct(document.Labels, "label", path);
        return SignalUnitNames.All.TryGetValue(document.Unit, out SignalUnit unit)
            ? unit
            : throw Wrong(path, $"Its unit is '{document.Unit}'.", $"Units are {string.Join(" and ", SignalUnitNames.All.Keys)}; other units are converted at import.");
    }

    private static DataSetFile FileOf(DataSetEntry entry, DataSetDocument document, string path)
    {
        string origin = $"{path}, file '{entry.Name}',";
        SafeName.Require(entry.Name, "file name", path);
        SafeName.Require(entry.Group, "group", origin);
        if (!document.Labels.Contains(entry.Label))
        {
            throw new DataSetException($"{origin} cannot be used.", $"Its label '{entry.Label}' is not among the labels of the set ({string.Join(", ", document.Labels)}).", "Correct the label, or add it to \"labels\".");
        }

        if (entry.SensorRange is double range && !(range > 0 && double.IsFinite(range)))
        {
            throw new DataSetException($"{origin} cannot be used.", $"Its sensor range is {range}.", "Give the largest value that the sensor can show, such as 8 for plus and minus 8 g, or null.");
        }

        return new DataSetFile(entry.Name, entry.Group, entry.Label, RecordingTags.Of(entry.Tags, origin), entry.SensorRange, entry.Recordings, entry.Samples);
    }

    private static DataRecording[] ReadFile(string folder, DataSetFile file, DataSetDocument document)
    {
        string path = Path.Combine(folder, DataSet.RecordingsFolder, file.Name + ".csv");
        byte[] bytes = InputFile.Read(path, File.ReadAllBytes, $"Restore the file, or take its entry out of {DataSet.FileName}.");
        IReadOnlyList<float[]> signals = SignalFile.Read(bytes, document.Axes, path);
        int samples = signals.Sum(s => s.Length) / document.Axes;
        if (signals.Count != file.Recordings || samples != file.Samples)
        {
            throw new DataSetException(
                $"{path} cannot be used.",
                $"It holds {signals.Count} recordings with {samples} samples, {DataSet.FileName} says {file.Recordings} with {file.Samples}.",
                $"If the file was cut short, restore it; if it was changed on purpose, correct {DataSet.FileName}.");
        }

        return [.. signals.Select((values, i) => new DataRecording(file, i, new Recording($"{file.Name}#{i}", document.SampleRateHz, document.Axes, values)))];
    }

    private static void RequireDistinct(string[] names, string kind, string path)
    {
        if (names.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw Wrong(path, $"The {kind} '{twice.Key}' is there twice.", "Give each its own name.");
        }
    }

    private static DataSetException Wrong(string path, string why, string remedy) => new($"{path} cannot be used.", why, remedy);
}
