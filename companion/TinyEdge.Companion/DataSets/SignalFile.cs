using System.Buffers.Text;
using System.Globalization;
using System.Text;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.DataSets;

/// <summary>
/// The file that a data set keeps recordings in: CSV, a line a sample, columns <c>recording,x,y,z</c> (as many axes as the set has), numbers in
/// the shortest decimal form that gives the same float32 again. Every line ends, so that a file cut in its last number is noticed.
/// </summary>
internal static class SignalFile
{
    private const string Remedy = "Restore the file from a copy, or remove it from dataset.json and import it again.";
    private const string AxisNames = "xyz";

    public static byte[] Write(IReadOnlyList<Recording> recordings, int axes)
    {
        StringBuilder text = new(Header(axes) + "\n", recordings.Sum(r => r.Values.Length) * 11);
        for (int number = 0; number < recordings.Count; number++)
        {
            float[] values = recordings[number].Values;
            for (int at = 0; at < values.Length; at++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{(at % axes == 0 ? number.ToString(CultureInfo.InvariantCulture) : string.Empty)},{values[at]:R}");
                text.Append(at % axes == axes - 1 ? "\n" : string.Empty);
            }
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <returns>(samples, axes) row by row, one array a recording, in the order of the file.</returns>
    /// <exception cref="DataSetException">Not such a file; names the line.</exception>
    public static IReadOnlyList<float[]> Read(ReadOnlySpan<byte> text, int axes, string path)
    {
        ReadOnlySpan<byte> header = Encoding.ASCII.GetBytes(Header(axes) + "\n");
        if (!text.StartsWith(header))
        {
            throw Error(path, 1, $"Its first line is not '{Header(axes)}'.", $"The set has {axes} axes, so that must be its first line, without spaces. {Remedy}");
        }

        if (text[^1] != '\n')
        {
            throw Error(path, text.Count((byte)'\n') + 1, "The last line does not end: the file was cut short.", Remedy);
        }

        return ReadLines(text[header.Length..], axes, path);
    }

    private static List<float[]> ReadLines(ReadOnlySpan<byte> text, int axes, string path)
    {
        List<float[]> recordings = [];
        List<float> values = [];
        int number = 0;
        for (int line = 2; text.Length > 0; line++)
        {
            int end = text.IndexOf((byte)'\n');
            int found = ReadLine(text[..end], axes, values, path, line);
            if (found != number)
            {
                RequireNext(found, number, values.Count > axes, path, line);
                recordings.Add([.. values[..^axes]]);
                values.RemoveRange(0, values.Count - axes);
                number = found;
            }

            text = text[(end + 1)..];
        }

        if (values.Count > 0)
        {
            recordings.Add([.. values]);
        }

        return recordings;
    }

    private static void RequireNext(int found, int number, bool hasSamples, string path, int line)
    {
        if (found != number + 1 || !hasSamples)
        {
            throw Error(path, line, $"Recording {found} follows on recording {number}.", $"Number recordings 0, 1, 2 and so on, without gaps. {Remedy}");
        }
    }

    private static int ReadLine(ReadOnlySpan<byte> line, int axes, List<float> values, string path, int number)
    {
        if (!Utf8Parser.TryParse(line, out int recording, out int used) || recording < 0)
        {
            throw Error(path, number, "It does not begin with the number of a recording.", Remedy);
        }

        for (int axis = 0; axis < axes; axis++)
        {
            line = line[used..];
            if (line.Length == 0 || line[0] != ',' || !Utf8Parser.TryParse(line[1..], out float value, out used) || used == 0)
            {
                throw Error(path, number, $"Column {axis + 2} of {axes + 1} is missing or no number.", Remedy);
            }

            values.Add(float.IsFinite(value) ? value : throw Error(path, number, $"Column {axis + 2} is no measurement (not finite).", "Remove the recording: a gap must not be filled in."));
            used++;
        }

        return used == line.Length ? recording : throw Error(path, number, $"It has more than {axes + 1} columns.", Remedy);
    }

    private static string Header(int axes) => "recording" + string.Concat(AxisNames[..axes].Select(axis => $",{axis}"));

    private static DataSetException Error(string path, int line, string why, string remedy) => new($"{path}, line {line}, cannot be used.", why, remedy);
}
