using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.DataSets;

/// <summary>A data set of noise in a folder of its own, and ways to spoil it.</summary>
internal sealed class SampleSet : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.PathOf("set");

    public string PathOf(string name) => _folder.PathOf(name);

    public string MetadataPath => System.IO.Path.Combine(Path, DataSet.FileName);

    public string SplitPath => System.IO.Path.Combine(Path, DataSplit.FileName);

    public string FilePath(string name) => System.IO.Path.Combine(Path, DataSet.RecordingsFolder, name + ".csv");

    /// <summary>Two classes at two speeds, so many groups of each, with so many recordings of 40 samples.</summary>
    public static SampleSet WithGroups(int groups, int recordings)
    {
        SampleSet set = new();
        foreach (string label in new[] { "healthy", "fault" })
        {
            foreach (string speed in new[] { "low", "high" })
            {
                for (int group = 0; group < groups; group++)
                {
                    set.Add($"{label}-{speed}-{group}", label, speed, recordings);
                }
            }
        }

        return set;
    }

    public SampleSet Add(string name, string label, string speed, int recordings, string? group = null) =>
        Add(name, label, speed, group, [.. Enumerable.Range(0, recordings).Select(i => Noise($"{name}{i}"))]);

    public SampleSet Add(string name, string label, string speed, string? group, params Recording[] recordings)
    {
        RecordingTags tags = RecordingTags.Of(new Dictionary<string, string> { ["speed"] = speed }, "test");
        DataSetWriter.Add(Path, SignalUnit.G, [new NewRecordings(name, group, label, tags, 8, recordings)]);
        return this;
    }

    /// <summary>40 samples of three axes that depend on the name.</summary>
    public static Recording Noise(string name)
    {
        TrainingRandom random = new((ulong)name.Aggregate(7, (hash, c) => unchecked((hash * 31) + c)));
        return new Recording(name, 200, 3, [.. Enumerable.Range(0, 120).Select(i => (float)((random.NextNormal() * 0.1) + (i % 3 == 2 ? 1 : 0)))]);
    }

    /// <summary>Every file of the set and its bytes.</summary>
    public Dictionary<string, string> Snapshot() => Directory.Exists(Path)
        ? Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).ToDictionary(p => p, p => Convert.ToHexString(File.ReadAllBytes(p)))
        : [];

    public void Replace(string path, string old, string replacement)
    {
        string text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();
}
