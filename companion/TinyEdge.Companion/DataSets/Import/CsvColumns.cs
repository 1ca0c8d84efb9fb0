using System.Globalization;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.DataSets.Import;

/// <summary>Which columns of a CSV file hold what.</summary>
/// <param name="Signal">Index of the column of each axis, from 0 on.</param>
/// <param name="Recording">Index of the recording column, or -1.</param>
/// <param name="Count">Columns of a line.</param>
internal sealed record CsvColumns(char Separator, int[] Signal, int Recording, int Count, bool HasHeader)
{
    private const int MaxAxes = 3;
    private static readonly char[] s_separators = [',', ';', '\t'];

    public static CsvColumns Of(string line, CsvSource source, string path, int number)
    {
        char separator = s_separators.MaxBy(c => line.Count(found => found == c));
        string[] cells = [.. line.Split(separator).Select(cell => cell.Trim().Trim('"'))];
        bool hasHeader = cells.Any(cell => cell.Length > 0 && !CsvSource.IsNumber(cell));
        int recording = source.RecordingColumn is null
            ? Array.FindIndex(cells, cell => cell.Equals("recording", StringComparison.OrdinalIgnoreCase))
            : IndexOf(source.RecordingColumn, cells, hasHeader, path, number);
        int[] signal = source.Columns is null ? Guess(cells, recording, hasHeader, path, number) : [.. source.Columns.Select(c => IndexOf(c, cells, hasHeader, path, number))];
        if (signal.Distinct().Count() != signal.Length || signal.Contains(recording))
        {
            throw Error(path, number, "A column is used twice.", "Name each axis once with --columns, and none of them with --recording-column.");
        }

        RequireUnit(signal, cells, source, hasHeader, path, number);
        return new CsvColumns(separator, signal, recording, cells.Length, hasHeader);
    }

    private static int[] Guess(string[] cells, int recording, bool hasHeader, string path, int number)
    {
        int[] named = [.. new[] { "x", "y", "z" }.Select(axis => Array.FindIndex(cells, cell => cell.Split('_')[0].Equals(axis, StringComparison.OrdinalIgnoreCase)))];
        int[] found = hasHeader && named.Any(i => i >= 0) ? [.. named.Where(i => i >= 0)] : [.. Enumerable.Range(0, cells.Length).Where(i => i != recording)];
        return found.Length is >= 1 and <= MaxAxes
            ? found
            : throw Error(path, number, $"It has {found.Length} columns that could be signals: {string.Join(", ", cells)}.", "Choose one to three with --columns, by name or by number: --columns 2,3,4.");
    }

    private static int IndexOf(string wanted, string[] cells, bool hasHeader, string path, int number)
    {
        int index = hasHeader ? Array.FindIndex(cells, cell => cell.Equals(wanted, StringComparison.OrdinalIgnoreCase)) : -1;
        if (index < 0 && int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out int position) && position >= 1 && position <= cells.Length)
        {
            index = position - 1;
        }

        return index >= 0
            ? index
            : throw Error(path, number, $"There is no column '{wanted}'; {(hasHeader ? $"the columns are {string.Join(", ", cells)}" : $"there is no header, and the line has {cells.Length} columns")}.", "Name a column of the header, or give its number, from 1 on.");
    }

    // A header that names its unit (x_g, y_ms2) must not contradict the command line.
    private static void RequireUnit(int[] signal, string[] cells, CsvSource source, bool hasHeader, string path, int number)
    {
        foreach (string cell in signal.Select(i => cells[i]).Where(cell => hasHeader && cell.Contains('_')))
        {
            string? unit = cell[(cell.LastIndexOf('_') + 1)..].ToLowerInvariant() switch
            {
                "g" => "g",
                "mg" => "mg",
                "ms2" or "mps2" or "m/s2" => "m/s2",
                "raw" or "counts" or "lsb" => "counts",
                _ => null,
            };
            if (unit is not null && unit != source.Unit.Name)
            {
                throw Error(path, number, $"Column '{cell}' is in {unit}, and --unit says {source.Unit.Name}.", $"Give --unit {unit}{(unit == "counts" ? " and --counts-per-g" : string.Empty)}.");
            }
        }
    }

    private static RecordingException Error(string path, int line, string why, string remedy) => new($"{path}, line {line}, cannot be used.", why, remedy);
}
