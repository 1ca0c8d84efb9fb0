using TinyEdge.Codegen.Bands;
using TinyEdge.Codegen.Crypto;
using TinyEdge.Codegen.Fft;
using TinyEdge.Codegen.Packed;
using TinyEdge.Codegen.Sensing;

namespace TinyEdge.Codegen;

/// <summary>Everything that is generated. A new generator adds its files here and nothing else.</summary>
public static class SourceCatalog
{
    public static IEnumerable<GeneratedSource> All() =>
        [.. FftSources.All(), BandLogSource.Create(), .. PackedSources.All(), .. MeanSources.All(), .. CryptoSources.All(), .. BurstSources.All()];

    /// <summary>The files that are missing or differ from what the generators write, line ends aside.</summary>
    public static IReadOnlyList<string> Stale(string root) =>
        [.. All().Where(source => !IsCurrent(Path.Combine(root, source.Path), source.Text)).Select(source => source.Path)];

    /// <summary>Writes what is stale.</summary>
    /// <returns>The files written.</returns>
    public static IReadOnlyList<string> Write(string root)
    {
        IReadOnlyList<string> stale = Stale(root);
        foreach (GeneratedSource source in All().Where(source => stale.Contains(source.Path)))
        {
            string path = Path.Combine(root, source.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, source.Text);
        }

        return stale;
    }

    private static bool IsCurrent(string path, string text) =>
        File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == text;
}
