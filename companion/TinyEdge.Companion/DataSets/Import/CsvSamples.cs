using System.Globalization;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.DataSets.Import;

/// <summary>Collects the lines of a CSV file into recordings.</summary>
internal sealed class CsvSamples(string path, CsvColumns columns, CsvSource source)
{
    private readonly List<Recording> _recordings = [];
    private readonly HashSet<string> _ids = [];
    private readonly List<float> _values = [];
    private string? _id;

    public void Add(string line, int number, bool isLast)
    {
        string[] cells = line.Split(columns.Separator);
        if (cells.Length != columns.Count)
        {
            throw Error(
                number, $"It has {cells.Length} columns, the first line has {columns.Count}.", isLast ? "It is the last line: the file was cut short. Copy it again, or remove the line." : "Complete or remove the line.");
        }

        string id = columns.Recording < 0 ? string.Empty : cells[columns.Recording].Trim();
        if (id != _id)
        {
            End();
            _id = _ids.Add(id) ? id : throw Error(number, $"Recording '{id}' starts a second time.", "Keep the samples of a recording together and give each recording its own number.");
        }

        foreach (int column in columns.Signal)
        {
            _values.Add(Parse(cells[column], number, column));
        }
    }

    public IReadOnlyList<Recording> Finish()
    {
        End();
        return _recordings.Count > 0 ? _recordings : throw new RecordingException($"{path} is empty.", "It holds a header and no sample.", "Record again, or remove the file.");
    }

    private float Parse(string cell, int number, int column)
    {
        if (!float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out float value))
        {
            throw Error(number, $"'{cell.Trim()}' in column {column + 1} is not a number.", "Use a decimal point and no unit; choose other columns with --columns.");
        }

        return float.IsFinite(value) ? source.Unit.Convert(value) : throw Error(number, $"'{cell.Trim()}' in column {column + 1} is no measurement.", "Remove the recording: a gap must not be filled in.");
    }

    private void End()
    {
        if (_values.Count > 0)
        {
            _recordings.Add(new Recording($"{Path.GetFileName(path)}#{_recordings.Count}", source.SampleRateHz, columns.Signal.Length, [.. _values]));
            _values.Clear();
        }
    }

    private RecordingException Error(int line, string why, string remedy) => new($"{path}, line {line}, cannot be used.", why, remedy);
}
