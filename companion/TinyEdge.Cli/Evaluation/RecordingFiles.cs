using TinyEdge.Cli.Console;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Cli.Evaluation;

/// <summary>Finds and reads recordings that nothing is known about.</summary>
internal static class RecordingFiles
{
    /// <summary>CSV and WAV files of a folder, by name in ordinal order.</summary>
    public static IReadOnlyList<string> Find(string folder) =>
        [.. Directory.EnumerateFiles(folder)
            .Where(path => Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".wav")
            .OrderBy(Path.GetFileName, StringComparer.Ordinal)];

    /// <param name="path">A folder or one file.</param>
    /// <param name="rateHz">Rate that CSV files are taken to have.</param>
    /// <exception cref="RecordingException">Nothing is there, or a file is malformed.</exception>
    public static IReadOnlyList<Recording> Load(string path, int rateHz, CliConsole console)
    {
        IReadOnlyList<string> files = File.Exists(path) ? [path] : Directory.Exists(path) ? Find(path) : throw Unusable(path, "There is no such folder or file.");
        if (files.Count == 0)
        {
            throw Unusable(path, "The folder holds no .csv or .wav file.");
        }

        if (files.Any(file => Path.GetExtension(file).Equals(".csv", StringComparison.OrdinalIgnoreCase)))
        {
            console.Say($"CSV files do not say their rate: taken as the {rateHz} Hz of the model");
        }

        return [.. files.SelectMany(file => RecordingReader.ReadFile(file, rateHz))];
    }

    private static RecordingException Unusable(string path, string why) =>
        new($"There are no recordings at {path}.", why, "Name a folder with CSV (x,y,z in g) or 16-bit PCM WAV files, or one such file.");
}
