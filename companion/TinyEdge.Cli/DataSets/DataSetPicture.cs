using ScottPlot;
using TinyEdge.Cli.Pictures;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.DataSets.Describing;

namespace TinyEdge.Cli.DataSets;

/// <summary>A data set on one page: a map of what there is, the levels, and the spectra by stratum and class.</summary>
internal static class DataSetPicture
{
    private const int Width = 1300;
    private const int RowHeight = 26;
    private const int SpectrumHeight = 460;
    private const int MaxLines = 20;
    private static readonly Color s_ink = Color.FromHex("#2f6f9f");
    private static readonly Color s_empty = Color.FromHex("#f3d9d9");

    public static void Save(string path, bool isSvg, DataSet set, DataSetReport report)
    {
        PicturePages pages = new(Width, 130 + (RowHeight * report.Coverage.Rows.Count), 130 + (RowHeight * report.Cells.Count), SpectrumHeight);
        AddMap(pages.Plots[0], set, report);
        AddLevels(pages.Plots[1], report);
        AddSpectra(pages.Plots[2], report);
        pages.Save(path, isSvg);
    }

    private static void AddMap(Plot plot, DataSet set, DataSetReport report)
    {
        IReadOnlyList<CoverageRow> rows = report.Coverage.Rows;
        double most = rows.Max(row => row.SecondsByLabel.Max());
        for (int row = 0; row < rows.Count; row++)
        {
            for (int column = 0; column < set.Labels.Count; column++)
            {
                double seconds = rows[row].SecondsByLabel[column];
                double y = rows.Count - 1 - row;
                ScottPlot.Plottables.Rectangle cell = plot.Add.Rectangle(column - 0.5, column + 0.5, y - 0.5, y + 0.5);
                cell.FillColor = seconds == 0 ? s_empty : s_ink.WithAlpha(0.15 + (0.6 * seconds / most));
                cell.LineColor = Colors.White;
                ScottPlot.Plottables.Text text = plot.Add.Text(seconds == 0 ? "none" : FormattableString.Invariant($"{rows[row].RecordingsByLabel[column]:N0} recordings, {seconds:N0} s"), column, y);
                text.LabelAlignment = Alignment.MiddleCenter;
                text.LabelFontSize = 12;
            }
        }

        plot.Axes.Left.SetTicks([.. rows.Select((_, i) => (double)(rows.Count - 1 - i))], [.. rows.Select(row => row.Stratum)]);
        plot.Axes.Bottom.SetTicks([.. set.Labels.Select((_, i) => (double)i)], [.. set.Labels]);
        plot.Axes.SetLimits(-0.5, set.Labels.Count - 0.5, -0.5, rows.Count - 0.5);
        Finish(plot, $"coverage: {report.Recordings:N0} recordings, {report.Coverage.EmptyCells:N0} combinations empty", string.Empty);
    }

    private static void AddLevels(Plot plot, DataSetReport report)
    {
        for (int i = 0; i < report.Cells.Count; i++)
        {
            CellStatistics cell = report.Cells[i];
            double y = report.Cells.Count - 1 - i;
            ScottPlot.Plottables.Scatter range = plot.Add.ScatterLine(new[] { Log(cell.LowRms), Log(cell.HighRms) }, new[] { y, y }, s_ink.WithAlpha(0.4));
            range.LineWidth = 9;
            plot.Add.Marker(Log(cell.Rms), y, MarkerShape.FilledCircle, 9, s_ink);
            plot.Add.Marker(Log(cell.Peak), y, MarkerShape.VerticalBar, 12, Color.FromHex("#b03030"));
        }

        plot.Axes.Left.SetTicks([.. report.Cells.Select((_, i) => (double)(report.Cells.Count - 1 - i))], [.. report.Cells.Select(Name)]);
        plot.Axes.Bottom.TickGenerator = DecadeTicks();
        plot.Axes.SetLimitsY(-0.7, report.Cells.Count - 0.3);
        Finish(plot, "levels: rms (dot), its range over 90 % of the recordings (bar), peak of an axis (red)", $"{report.Unit}, without the constant part");
    }

    private static void AddSpectra(Plot plot, DataSetReport report)
    {
        IPalette palette = new ScottPlot.Palettes.Category20();
        foreach ((CellStatistics cell, int i) in report.Cells.Take(MaxLines).Select((cell, i) => (cell, i)))
        {
            ScottPlot.Plottables.Scatter line = plot.Add.ScatterLine(cell.SpectrumHz[1..], Array.ConvertAll(cell.Density[1..], d => 10 * Math.Log10(Math.Max(d, 1e-12))), palette.GetColor(i));
            line.LegendText = Name(cell);
            line.LineWidth = 1.5f;
        }

        string more = report.Cells.Count > MaxLines ? $", the first {MaxLines} of {report.Cells.Count}" : string.Empty;
        Finish(plot, $"spectra: mean power density of all axes{more}", "hertz");
        plot.YLabel($"dB of 1 {report.Unit}²/Hz");
        plot.ShowLegend(Edge.Right);
        plot.Axes.Margins(horizontal: 0);
    }

    private static void Finish(Plot plot, string title, string unit)
    {
        plot.Title(title, 14);
        plot.XLabel(unit, 12);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Left.TickLabelStyle.FontSize = 12;
    }

    private static string Name(CellStatistics cell) => $"{cell.Label}, {cell.Stratum}";

    private static double Log(double level) => Math.Log10(Math.Max(level, 1e-5));

    private static ScottPlot.TickGenerators.NumericAutomatic DecadeTicks() => new() { LabelFormatter = position => Math.Pow(10, position).ToString("0.#####", System.Globalization.CultureInfo.InvariantCulture), IntegerTicksOnly = true };
}
