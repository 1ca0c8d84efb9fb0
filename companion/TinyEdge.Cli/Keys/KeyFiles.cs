using TinyEdge.Companion;

namespace TinyEdge.Cli.Keys;

internal static class KeyFiles
{
    /// <summary>Whether a file holds a private key, by its PEM label. A file that is neither is left to the loader's own error.</summary>
    public static bool IsPrivate(string path)
    {
        return File.Exists(path) && InputFile.Read(path, File.ReadAllText).Contains("PRIVATE KEY", StringComparison.Ordinal);
    }
}
