using TinyEdge.Companion;

namespace TinyEdge.Cli.Keys;

internal static class KeyFiles
{
    /// <summary>Whether a file holds a private key, by its PEM label. A file that is neither is left to the loader's own error.</summary>
    public static bool IsPrivate(string path)
    {
        try
        {
            return File.Exists(path) && File.ReadAllText(path).Contains("PRIVATE KEY", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TinyEdgeException(ExitCode.BadInput, $"Cannot read {path}.", error.Message, "Check the path and the permissions.", inner: error);
        }
    }
}
