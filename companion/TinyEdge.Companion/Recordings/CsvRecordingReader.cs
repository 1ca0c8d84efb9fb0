using System.Globalization;

namespace TinyEdge.Companion.Recordings;

/// <summary>
/// Reads acceleration from CSV: columns x, y, z in g, one sample a line. A header line is optional. A leading column
/// <c>recording</c> splits the file: a new value starts a new recording.
/// </summary>
public static class CsvRecordingReader
{
    private const int MaxLineCharacters = 1000;
    private const int SampleAxes = 3;

    /// <summary>Beyond this a value is not an acceleration in g but in another unit: no sensor for this purpose measures 64 g.</summary>
    private const float LargestG = 64;

    /// <param name="path">The file.</param>
    /// <param name="sampleRateHz">Samples per second and axis; CSV does not say.</param>
    /// <exception cref="RecordingException">The file is missing, empty or malformed.</exception>
    public static IReadOnlyList<Recording> ReadFile(string path, int sampleRateHz = 200)
    {
        try
        {
            using StreamReader reader = new(path);
            return Read(reader, Path.GetFileName(path), sampleRateHz);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException($"Recording '{path}' cannot be read.", e.Message, "Check the path and your rights to it.", e);
        }
    }

    /// <param name="name">Name of the file, for recordings and messages.</param>
    public static IReadOnlyList<Recording> Read(TextReader reader, string name, int sampleRateHz = 200)
    {
        Parser parser = new(name, sampleRateHz);
        for (string? line = reader.ReadLine(); line is not null; line = reader.ReadLine())
        {
            parser.Add(line);
        }

        return parser.Finish();
    }

    private sealed class Parser(string name, int sampleRateHz)
    {
        private readonly List<Recording> _recordings = [];
        private readonly HashSet<string> _ids = [];
        private readonly List<float> _values = [];
        private string? _id;
        private int _line;
        private int _columns;

        public void Add(string line)
        {
            _line++;
            if (line.Length > MaxLineCharacters)
            {
                throw Error($"The line has {line.Length} characters.", "A sample has three or four short numbers: check that this is a CSV file with one sample a line.");
            }

            if (string.IsNullOrWhiteSpace(line))
            {
                return;
            }

            string[] cells = line.TrimStart('\uFEFF').Split(',', StringSplitOptions.TrimEntries);
            if (_columns == 0)
            {
                SetColumns(cells);
                if (IsHeader(cells))
                {
                    CheckHeader(cells);
                    return;
                }
            }

            AddSample(cells);
        }

        public IReadOnlyList<Recording> Finish()
        {
            EndRecording();
            return _recordings.Count > 0
                ? _recordings
                : throw new RecordingException($"Recording '{name}' is empty.", "It holds no sample.", "Record again, or remove the file.");
        }

        private static bool IsHeader(string[] cells) => cells[^SampleAxes..].All(c => c.Length > 0 && char.IsLetter(c[0]) && !IsNumber(c));

        private static bool IsNumber(string cell) => float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

        private void SetColumns(string[] cells)
        {
            if (cells.Length is not (SampleAxes or SampleAxes + 1))
            {
                throw Error($"The line has {cells.Length} columns.", "Use the columns x,y,z in g, or recording,x,y,z, separated by commas.");
            }

            _columns = cells.Length;
        }

        private void CheckHeader(string[] cells)
        {
            string axes = string.Concat(cells[^SampleAxes..].Select(c => char.ToLowerInvariant(c[0])));
            bool isKnown = axes == "xyz" && (_columns == SampleAxes || cells[0].Equals("recording", StringComparison.OrdinalIgnoreCase));
            if (!isKnown)
            {
                throw Error($"The columns are '{string.Join(',', cells)}'.", "Name and order them x,y,z (in g), with an optional first column 'recording'.");
            }

            if (cells[^SampleAxes..].Any(c => c.Contains('_') && !c.EndsWith("_g", StringComparison.OrdinalIgnoreCase)))
            {
                throw Error($"The columns are '{string.Join(',', cells)}'.", "Values must be in g; convert them and name the columns x_g,y_g,z_g.");
            }
        }

        private void AddSample(string[] cells)
        {
            if (cells.Length != _columns)
            {
                throw Error($"The line has {cells.Length} columns, those before have {_columns}.", "The file may be cut off: complete or remove the line.");
            }

            if (_columns > SampleAxes && cells[0] != _id)
            {
                StartRecording(cells[0]);
            }

            foreach (string cell in cells[^SampleAxes..])
            {
                _values.Add(ParseValue(cell));
            }
        }

        private void StartRecording(string id)
        {
            EndRecording();
            if (id.Length == 0 || !_ids.Add(id))
            {
                throw Error(id.Length == 0 ? "The recording column is empty." : $"Recording '{id}' starts a second time.", "Keep the samples of a recording together and give each recording its own number.");
            }

            _id = id;
        }

        private float ParseValue(string cell)
        {
            if (!float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out float value))
            {
                throw Error($"'{cell}' is not a number.", "Use a decimal point and no unit.");
            }

            if (!float.IsFinite(value))
            {
                throw Error($"'{cell}' is no measurement.", "Remove the recording: a gap must not be filled in.");
            }

            return Math.Abs(value) <= LargestG ? value : throw Error($"{cell} is more than {LargestG} g.", "Values must be in g; convert raw counts or m/s2 first.");
        }

        private void EndRecording()
        {
            if (_values.Count > 0)
            {
                _recordings.Add(new Recording(_id is null ? name : $"{name}#{_id}", sampleRateHz, SampleAxes, [.. _values]));
                _values.Clear();
            }
        }

        private RecordingException Error(string why, string remedy) => new($"Recording '{name}', line {_line}, cannot be used.", why, remedy);
    }
}
