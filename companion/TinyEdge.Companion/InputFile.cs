namespace TinyEdge.Companion;

/// <summary>Reads a file that a person named: what the system refuses becomes an error with a remedy.</summary>
public static class InputFile
{
    /// <param name="path">The file.</param>
    /// <param name="read">How it is read.</param>
    /// <param name="remedy">What to do when it cannot be.</param>
    /// <exception cref="TinyEdgeException">It is missing, or may not be read.</exception>
    public static T Read<T>(string path, Func<string, T> read, string remedy = "Check the path and the permissions.")
    {
        try
        {
            return read(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TinyEdgeException(ExitCode.BadInput, $"Cannot read {path}.", error.Message, remedy, inner: error);
        }
    }
}
