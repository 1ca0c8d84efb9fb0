using System.Globalization;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.DataSets.Import;

/// <summary>
/// Reads CSV files of others: comma, semicolon or tab between columns, which are chosen by the name in the header or by number. A change in
/// the recording column, if there is one, starts a new recording.
/// </summary>
/// <param name="Columns">Names, or numbers from 1 on; one to three. Null: the columns that are named x, y, z (or x_g ...), else all but the recording column.</param>
/// <param name="RecordingColumn">Name or number; null: a column named <c>recording</c>, if there is one.</param>
public sealed record CsvSource(int SampleRateHz, SourceUnit Unit, IReadOnlyList<string>? Columns = null, string? RecordingColumn = null)
{
    /// <exception cref="RecordingException">The file cannot be read, or is malformed: names the line.</exception>
    public IReadOnlyList<Recording> Read(string path)
    {
        string[] lines = InputFile.Read(path, File.ReadAllLines);
        int first = Array.FindIndex(lines, line => !string.IsNullOrWhiteSpace(line));
        if (first < 0)
        {
            throw new RecordingException($"{path} is empty.", "It holds no sample.", "Record again, or remove the file.");
        }

        CsvColumns columns = CsvColumns.Of(lines[first].TrimStart('\uFEFF'), this, path, first + 1);
        CsvSamples samples = new(path, columns, this);
        for (int i = first + (columns.HasHeader ? 1 : 0); i < lines.Length; i++)
        {
            if (!string.IsNullOrWhiteSpace(lines[i]))
            {
                samples.Add(lines[i], i + 1, isLast: i == lines.Length - 1);
            }
        }

        IReadOnlyList<Recording> recordings = samples.Finish();
        UnitCheck.Require(recordings, Unit, path);
        return recordings;
    }

    internal static bool IsNumber(string cell) => float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
