namespace TinyEdge.Companion.Training.Runs;

/// <summary>The folder that a training run writes: complete, or not at all.</summary>
public static class ModelFolder
{
    public const string ModelFileName = "model.tem";
    public const string CardFileName = "MODEL_CARD.md";
    public const string CurvesFileName = "curves.png";

    /// <summary>Writes all files beside the folder first and then moves them in, each over one of its name; other files stay.</summary>
    /// <param name="files">Name and content.</param>
    /// <exception cref="TinyEdgeException">They cannot be written.</exception>
    public static void Write(string folder, IReadOnlyDictionary<string, byte[]> files)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string temporary = $"{full}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(temporary);
            foreach ((string name, byte[] content) in files)
            {
                File.WriteAllBytes(Path.Combine(temporary, name), content);
            }

            Directory.CreateDirectory(full);
            foreach (string name in files.Keys)
            {
                File.Move(Path.Combine(temporary, name), Path.Combine(full, name), overwrite: true);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TinyEdgeException(ExitCode.BadInput, $"The model was not written to {folder}.", error.Message, "Check the folder, its permissions and the space left.", inner: error);
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }
}
