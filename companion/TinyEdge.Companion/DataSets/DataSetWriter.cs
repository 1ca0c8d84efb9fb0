using TinyEdge.Companion.Components;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.DataSets;

/// <summary>Recordings to be added to a set, made under the same conditions.</summary>
/// <param name="Group">Null: a group of its own, named like the file.</param>
/// <param name="Name">Wish for the file's name; a number is added when it is taken.</param>
public sealed record NewRecordings(string Name, string? Group, string Label, RecordingTags Tags, double? SensorRange, IReadOnlyList<Recording> Recordings);

/// <summary>
/// Makes a data set or adds to one. What is added is written first, under new names, and <c>dataset.json</c> last, in one move: a set that an
/// import failed on, or that the power went out on, is as it was.
/// </summary>
public static class DataSetWriter
{
    /// <param name="folder">A data set, or a folder to make one of.</param>
    /// <param name="unit">Unit of the values.</param>
    /// <returns>The names of the files added, in the order of <paramref name="added"/>.</returns>
    /// <exception cref="TinyEdgeException">The recordings do not fit the set, or it cannot be written.</exception>
    public static IReadOnlyList<string> Add(string folder, SignalUnit unit, IReadOnlyList<NewRecordings> added)
    {
        DataSet? present = DataSet.IsDataSet(folder) ? DataSet.Load(folder) : null;
        Require(folder, present, unit, added);
        DataSet set = Extended(folder, present, unit, added, out IReadOnlyList<DataSetFile> files);
        Write(set, [.. files.Zip(added, (file, source) => (file, SignalFile.Write(source.Recordings, set.Axes)))]);
        return [.. files.Select(f => f.Name)];
    }

    private static void Require(string folder, DataSet? present, SignalUnit unit, IReadOnlyList<NewRecordings> added)
    {
        Recording[] all = [.. added.SelectMany(a => a.Recordings)];
        if (all.Length == 0)
        {
            throw new DataSetException("Nothing was imported.", "The source holds no recording.", "Check the path.");
        }

        int rate = present?.SampleRateHz ?? all[0].SampleRateHz;
        int axes = present?.Axes ?? all[0].Axes;
        string wanted = present is null ? "the first recording has" : $"the set {folder} has";
        foreach (Recording recording in all)
        {
            if (recording.SampleRateHz != rate || recording.Axes != axes)
            {
                throw new DataSetException(
                    $"Recording '{recording.Name}' cannot be imported.", $"It has {recording.Axes} axes at {recording.SampleRateHz} Hz, {wanted} {axes} at {rate} Hz.", "Give the right --rate and --columns, or make a set of its own: a set has one rate and one number of axes.");
            }
        }

        if (present is not null && present.Unit != unit)
        {
            throw new DataSetException($"Recording '{all[0].Name}' cannot be imported.", $"It is in {SignalUnitNames.Of(unit)}, the set {folder} in {SignalUnitNames.Of(present.Unit)}.", "Make a set of its own: acceleration and sound do not mix.");
        }
    }

    private static DataSet Extended(string folder, DataSet? present, SignalUnit unit, IReadOnlyList<NewRecordings> added, out IReadOnlyList<DataSetFile> files)
    {
        HashSet<string> taken = [.. present?.Files.Select(f => f.Name) ?? []];
        files = [.. added.Select(a => FileOf(a, taken))];
        Recording first = added.SelectMany(a => a.Recordings).First();
        string[] labels = [.. (present?.Labels ?? []).Concat(files.Select(f => f.Label)).Distinct()];
        DataSetFile[] all = [.. (present?.Files ?? []).Concat(files)];
        return new DataSet(folder, first.SampleRateHz, unit, first.Axes, labels, all, []);
    }

    private static DataSetFile FileOf(NewRecordings added, HashSet<string> taken)
    {
        string name = added.Name;
        SafeName.Require(added.Name, "file name", "The import");
        SafeName.Require(added.Label, "label", "The import");
        for (int number = 2; !taken.Add(name); number++)
        {
            name = $"{added.Name}-{number}";
        }

        string group = SafeName.Require(added.Group ?? name, "group", "The import");
        return new DataSetFile(name, group, added.Label, added.Tags, added.SensorRange, added.Recordings.Count, added.Recordings.Sum(r => r.SampleCount));
    }

    private static void Write(DataSet set, IReadOnlyList<(DataSetFile File, byte[] Content)> added)
    {
        string recordings = Path.Combine(set.Folder, DataSet.RecordingsFolder);
        bool isNew = !Directory.Exists(set.Folder);
        List<string> written = [];
        try
        {
            Directory.CreateDirectory(recordings);
            foreach ((DataSetFile file, byte[] content) in added)
            {
                string path = Path.Combine(recordings, file.Name + ".csv");
                written.Add(path);

                // A file of that name that dataset.json does not know is left over from an import that was cut off.
                AtomicFile.Write(path, content, overwrite: true);
            }

            AtomicFile.Write(Path.Combine(set.Folder, DataSet.FileName), ComponentJson.ToBytes(DataSetDocument.Of(set)), overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TakeBack(set.Folder, isNew, written);
            throw new DataSetException($"The data set {set.Folder} cannot be written.", error.Message, "Check the path, the space and your rights to it; the set is as it was.", error);
        }
    }

    private static void TakeBack(string folder, bool isNew, List<string> written)
    {
        foreach (string path in written.Where(File.Exists))
        {
            File.Delete(path);
        }

        if (isNew && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
