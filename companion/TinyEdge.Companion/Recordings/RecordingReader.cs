namespace TinyEdge.Companion.Recordings;

/// <summary>Reads a recording file by its extension.</summary>
public static class RecordingReader
{
    /// <param name="csvSampleRateHz">Rate of CSV files; WAV files say their own.</param>
    /// <exception cref="RecordingException">The file cannot be used.</exception>
    public static IReadOnlyList<Recording> ReadFile(string path, int csvSampleRateHz = 200) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".csv" => CsvRecordingReader.ReadFile(path, csvSampleRateHz),
        ".wav" => [WavRecordingReader.ReadFile(path)],
        string other => throw new RecordingException($"Recording '{path}' cannot be used.", $"Files of type '{other}' are not known.", "Use CSV (x,y,z in g) or 16-bit PCM WAV."),
    };
}
