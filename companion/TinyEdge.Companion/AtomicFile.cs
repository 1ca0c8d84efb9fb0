namespace TinyEdge.Companion;

/// <summary>Writes a file completely or not at all: into a temporary beside it, then moved over it.</summary>
public static class AtomicFile
{
    /// <param name="path">The file to write.</param>
    /// <param name="content">All of its bytes.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="isPrivate">Whether others must not be able to read it (mode 600 where the system has modes).</param>
    /// <exception cref="IOException">It could not be written; nothing is left behind and a file that was there is unchanged.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool overwrite, bool isPrivate = false)
    {
        string full = Path.GetFullPath(path);
        string temporary = $"{full}.{Guid.NewGuid():N}.tmp";
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (FileStream stream = new(temporary, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
