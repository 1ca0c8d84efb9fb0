namespace TinyEdge.Fuzzing;

/// <summary>The inputs that are kept in the repository: minimised ones that reach something new, and one for each fault that was found.</summary>
public static class Corpus
{
    /// <summary>Beside the program.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Corpus");

    /// <summary>Files of a target in the order of their names, which is the same everywhere.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Of(string target)
    {
        string folder = Path.Combine(Folder, target);
        return Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*.bin").Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), File.ReadAllBytes(path)))]
            : [];
    }
}
