using TinyEdge.Companion.Components;

namespace TinyEdge.Companion.DataSets;

/// <summary><c>split.json</c>: the recordings of each part by id and content digest, so that it can be told whether it still is of the set.</summary>
internal static class SplitFile
{
    private const int CurrentFormat = 1;
    private const string Example = """{ "format": 1, "mode": "groups", "seed": 1, "train": { "pump-1#0": "<32 hex digits>" }, "tune": {}, "verdict": { "pump-2#0": "<32 hex digits>" } }""";
    private const string Again = "Split again with 'tinyedge data split', and train again: what was judged before may have changed sides.";
    private static readonly Dictionary<string, SplitMode> s_modes = new() { ["groups"] = SplitMode.Groups, ["inTime"] = SplitMode.InTime };

    public static void Save(string path, DataSplit split)
    {
        Document document = new(
            CurrentFormat, s_modes.Single(m => m.Value == split.Mode).Key, split.Seed,
            DigestsOf(split, SplitPart.Train), DigestsOf(split, SplitPart.Tune), DigestsOf(split, SplitPart.Verdict));
        try
        {
            AtomicFile.Write(path, ComponentJson.ToBytes(document), overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataSetException($"The split {path} cannot be written.", error.Message, "Choose a folder that exists and is writable.", error);
        }
    }

    public static DataSplit Load(string path, DataSet set)
    {
        Document document = ComponentJson.Read<Document>(path, Example);
        if (document.Format != CurrentFormat || !s_modes.TryGetValue(document.Mode, out SplitMode mode))
        {
            throw new DataSetException($"{path} cannot be used.", $"Its format is {document.Format} and its mode '{document.Mode}'.", $"This version reads format {CurrentFormat} with mode {string.Join(" or ", s_modes.Keys)}.");
        }

        Dictionary<string, SplitPart> parts = [];
        Take(document.Train, SplitPart.Train, parts, path, set);
        Take(document.Tune, SplitPart.Tune, parts, path, set);
        Take(document.Verdict, SplitPart.Verdict, parts, path, set);
        if (set.Recordings.FirstOrDefault(r => !parts.ContainsKey(r.Id)) is { } unknown)
        {
            throw new DataSetException($"{path} is not of the set {set.Folder} as it is now.", $"It does not know recording '{unknown.Id}' ({set.Recordings.Count - parts.Count} in all).", Again);
        }

        DataSplit split = new(set, mode, document.Seed, parts);
        LeakageCheck.Require(split);
        return split;
    }

    private static void Take(IDictionary<string, string> digests, SplitPart part, Dictionary<string, SplitPart> parts, string path, DataSet set)
    {
        foreach ((string id, string digest) in digests)
        {
            DataRecording? recording = set.Find(id);
            if (recording is null || recording.Digest != digest)
            {
                throw new DataSetException(
                    $"{path} is not of the set {set.Folder} as it is now.", recording is null ? $"The set has no recording '{id}'." : $"Recording '{id}' holds other values than when the set was split.", Again);
            }

            if (!parts.TryAdd(id, part))
            {
                throw new DataSetException($"{path} cannot be used.", $"Recording '{id}' is in two parts, {parts[id]} and {part}.", Again);
            }
        }
    }

    private static IDictionary<string, string> DigestsOf(DataSplit split, SplitPart part) => split.RecordingsOf(part).ToDictionary(r => r.Id, r => r.Digest);

    private sealed record Document(int Format, string Mode, int Seed, IDictionary<string, string> Train, IDictionary<string, string> Tune, IDictionary<string, string> Verdict);
}
