using System.Globalization;

namespace TinyEdge.Companion.Hardware;

/// <summary>The wires between a board and its parts, as <c>hardware/pinmap.csv</c> lists them. Plain commas, no quotes.</summary>
public sealed class PinMap
{
    /// <summary>First line of the file.</summary>
    public const string Header = "board,signal,gpio,header,part,part_pin,colour,note";

    private PinMap(IReadOnlyList<PinMapRow> rows)
    {
        Rows = rows;
    }

    public IReadOnlyList<PinMapRow> Rows { get; }

    /// <summary>Boards, in the order of the file.</summary>
    public IEnumerable<string> Boards => Rows.Select(row => row.Board).Distinct();

    /// <summary>Reads a pin map.</summary>
    /// <exception cref="TinyEdgeException">A line that is not of the form; the message has its number.</exception>
    public static PinMap Parse(string text, string name)
    {
        string[] lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        if (lines[0] != Header)
        {
            throw Bad(name, 1, $"The first line must be '{Header}'.");
        }

        return new PinMap([.. lines.Skip(1).Select((line, index) => ParseRow(line, name, index + 2))]);
    }

    /// <summary>The wires of one board.</summary>
    /// <exception cref="TinyEdgeException">The map has no such board.</exception>
    public IReadOnlyList<PinMapRow> Of(string board)
    {
        PinMapRow[] rows = [.. Rows.Where(row => row.Board == board)];
        return rows.Length > 0 ? rows : throw new TinyEdgeException(
            ExitCode.Usage,
            $"The pin map has no board '{board}'.",
            $"It has {string.Join(", ", Boards)}.",
            "Name one of them, or add its wires to the file.");
    }

    private static PinMapRow ParseRow(string line, string name, int number)
    {
        string[] cells = line.Split(',');
        if (cells.Length != 8)
        {
            throw Bad(name, number, $"It has {cells.Length} fields instead of 8.");
        }

        int? gpio = null;
        if (cells[2].Length > 0)
        {
            if (!int.TryParse(cells[2], NumberStyles.None, CultureInfo.InvariantCulture, out int parsed))
            {
                throw Bad(name, number, $"'{cells[2]}' is no GPIO number.");
            }

            gpio = parsed;
        }

        return new PinMapRow(cells[0], cells[1], gpio, cells[3], cells[4], cells[5], cells[6], cells[7]);
    }

    private static TinyEdgeException Bad(string name, int line, string why) =>
        new(ExitCode.BadInput, $"{name}({line}) is not a line of a pin map.", why, "Correct that line.");
}
