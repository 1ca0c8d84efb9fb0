using System.Globalization;
using System.Security;
using System.Text;

namespace TinyEdge.Companion.Hardware;

/// <summary>
/// Draws the wires of one board as SVG: the board's header pins on the left, the parts on the right, a straight wire each in its colour.
/// Integers only and no fonts measured, so that the same pin map gives the same bytes everywhere.
/// </summary>
public static class WiringDiagram
{
    private const int Width = 860;
    private const int Top = 70;
    private const int RowHeight = 30;
    private const int PartGap = 26;
    private const int BoardLeft = 30;
    private const int BoardRight = 330;
    private const int PartLeft = 560;
    private const int PartRight = 830;

    /// <summary>The drawing, a whole SVG document with line feeds.</summary>
    public static string Draw(PinMap map, string board)
    {
        IReadOnlyList<PinMapRow> rows = map.Of(board);
        string[] parts = [.. rows.Select(row => row.Part).Distinct()];
        int height = Top + (rows.Count * RowHeight) + (parts.Length * PartGap) + 20;
        var svg = new StringBuilder();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"13\">");
        Line(svg, $"  <title>Wiring of {Text(board)}</title>");
        Line(svg, $"  <rect width=\"{Width}\" height=\"{height}\" fill=\"#ffffff\"/>");
        Label(svg, BoardLeft, 30, "start", $"{board}: wires", "font-size=\"18\" font-weight=\"bold\"");
        Box(svg, BoardLeft, Top - 22, BoardRight, height - 16, "#e8eef4");
        Label(svg, BoardLeft + 10, Top - 4, "start", board, "font-weight=\"bold\"");
        int y = Top + 16;
        foreach (string part in parts)
        {
            PinMapRow[] wires = [.. rows.Where(row => row.Part == part)];
            Box(svg, PartLeft, y - 18, PartRight, y + ((wires.Length - 1) * RowHeight) + 14, "#f4efe4");
            Label(svg, PartRight - 10, y + 4, "end", part, "font-weight=\"bold\"");
            foreach (PinMapRow wire in wires)
            {
                Wire(svg, wire, y);
                y += RowHeight;
            }

            y += PartGap;
        }

        Line(svg, "</svg>");
        return svg.ToString();
    }

    private static void Wire(StringBuilder svg, PinMapRow wire, int y)
    {
        Line(svg, $"  <path d=\"M{BoardRight} {y}H{PartLeft}\" stroke=\"#333333\" stroke-width=\"5\"/>");
        Line(svg, $"  <path d=\"M{BoardRight} {y}H{PartLeft}\" stroke=\"{Text(wire.Colour)}\" stroke-width=\"3\"/>");
        string pin = wire.Gpio is int gpio ? $"GPIO {gpio}" : wire.Signal;
        string role = wire.Gpio is null ? string.Empty : wire.Signal;
        Label(svg, BoardLeft + 10, y + 4, "start", role, "fill=\"#555555\"");
        Label(svg, BoardRight - 80, y + 4, "end", pin, "font-weight=\"bold\"");
        Label(svg, BoardRight - 8, y + 4, "end", wire.Header, string.Empty);
        Label(svg, PartLeft + 8, y + 4, "start", wire.PartPin, "font-weight=\"bold\"");
        Label(svg, (BoardRight + PartLeft) / 2, y - 6, "middle", wire.Note, "font-size=\"10\" fill=\"#555555\"");
    }

    private static void Box(StringBuilder svg, int left, int top, int right, int bottom, string fill) =>
        Line(svg, $"  <rect x=\"{left}\" y=\"{top}\" width=\"{right - left}\" height=\"{bottom - top}\" rx=\"6\" fill=\"{fill}\" stroke=\"#333333\"/>");

    private static void Label(StringBuilder svg, int x, int y, string anchor, string text, string style)
    {
        if (text.Length > 0)
        {
            string attributes = style.Length > 0 ? " " + style : string.Empty;
            Line(svg, $"  <text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\"{attributes}>{Text(text)}</text>");
        }
    }

    private static string Text(string text) => SecurityElement.Escape(text);

    private static void Line(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static void Line(StringBuilder svg, string text) => svg.Append(text).Append('\n');
}
