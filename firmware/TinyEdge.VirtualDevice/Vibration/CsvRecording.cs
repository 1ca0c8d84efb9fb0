using System.Globalization;

namespace TinyEdge.VirtualDevice.Vibration;

/// <summary>Reads recordings of x, y, z in g, one sample a line, with or without a header and with or without a leading column that numbers the recordings.</summary>
public static class CsvRecording
{
    /// <summary>More g than any accelerometer here can feel: such a file is not in g.</summary>
    private const double LargestG = 200;
    private const int MostSamples = 20_000_000;

    public static Vector3G[] Load(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            return Parse(reader, path);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new VirtualDeviceException($"The recording '{path}' could not be read.", ex.Message, "Check the path and its permissions.", ex);
        }
    }

    public static Vector3G[] Parse(TextReader reader, string name)
    {
        var samples = new List<Vector3G>();
        int columns = 0;
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            string[] fields = line.Split(',');
            if (number == 1 && IsHeader(fields))
            {
                columns = CheckColumns(fields.Length, name, number);
                continue;
            }

            if (columns == 0)
            {
                columns = CheckColumns(fields.Length, name, number);
            }
            else if (fields.Length != columns)
            {
                throw Bad(name, $"Line {number} has {fields.Length} columns where the file began with {columns}.");
            }

            if (samples.Count == MostSamples)
            {
                throw Bad(name, $"It has more than {MostSamples} samples.");
            }

            int first = columns - 3;
            samples.Add(new Vector3G(Number(fields, first, name, number), Number(fields, first + 1, name, number), Number(fields, first + 2, name, number)));
        }

        return samples.Count != 0 ? [.. samples] : throw Bad(name, "It has no samples.");
    }

    // A header has a name in every column; a line with one damaged number is not a header.
    private static bool IsHeader(string[] fields)
        => fields.All(field => !double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _) && field.Trim().Length != 0);

    private static int CheckColumns(int count, string name, int line)
        => count is 3 or 4 ? count : throw Bad(name, $"Line {line} has {count} columns.");

    private static double Number(string[] fields, int index, string name, int line)
    {
        if (!double.TryParse(fields[index], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
        {
            throw Bad(name, $"Line {line}, column {index + 1}: '{Shorten(fields[index])}' is not a number.");
        }

        return Math.Abs(value) <= LargestG ? value : throw Bad(name, $"Line {line}, column {index + 1}: {value} g is more than {LargestG} g.");
    }

    private static string Shorten(string text) => text.Length <= 24 ? text : text[..24] + "...";

    private static VirtualDeviceException Bad(string name, string why)
        => new($"The recording '{name}' cannot be played.", why, "It must be lines of x,y,z in g, or recording,x,y,z, with a decimal point; a header line is allowed.");
}
