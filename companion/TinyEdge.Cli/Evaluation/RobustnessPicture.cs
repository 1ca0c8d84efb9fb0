using ScottPlot;
using TinyEdge.Cli.Pictures;
using TinyEdge.Companion.Evaluation;

namespace TinyEdge.Cli.Evaluation;

/// <summary>Balanced accuracy against severity, a small plot an effect, all on the same axes.</summary>
internal static class RobustnessPicture
{
    private const int Columns = 3;
    private const int Width = 1300;
    private const int RowHeight = 260;
    private static readonly Color s_balanced = Color.FromHex("#2f6f9f");
    private static readonly Color s_plain = Color.FromHex("#b0b0b0");

    public static void Save(string path, bool isSvg, string pipeline, RobustnessReport report)
    {
        int rows = (report.Curves.Count + Columns - 1) / Columns;
        PicturePages pages = PicturePages.Grid(Width, RowHeight * rows, rows, Columns);
        for (int i = 0; i < rows * Columns; i++)
        {
            if (i < report.Curves.Count)
            {
                AddCurve(pages.Plots[i], report.Curves[i]);
            }
            else
            {
                AddLegend(pages.Plots[i], pipeline, report, isFirst: i == report.Curves.Count);
            }
        }

        pages.Save(path, isSvg);
    }

    private static void AddCurve(Plot plot, RobustnessCurve curve)
    {
        double[] severities = [.. curve.Points.Select(p => p.Severity)];
        Add(plot, severities, [.. curve.Points.Select(p => p.AccuracyRatio)], s_plain);
        Add(plot, severities, [.. curve.Points.Select(p => p.BalancedAccuracyRatio)], s_balanced);
        plot.Axes.SetLimits(0, 1, 0, 1.05);
        plot.Title($"{curve.Effect}: 1 is {curve.Points[^1].Physical}", 12);
        plot.XLabel("severity", 11);
    }

    private static void Add(Plot plot, double[] x, double[] y, Color color)
    {
        ScottPlot.Plottables.Scatter line = plot.Add.Scatter(x, y, color);
        line.LineWidth = 2;
        line.MarkerSize = 6;
    }

    private static void AddLegend(Plot plot, string pipeline, RobustnessReport report, bool isFirst)
    {
        plot.HideGrid();
        plot.HideAxesAndGrid();
        if (isFirst)
        {
            string text = FormattableString.Invariant($"{pipeline}\n{report.Recordings:N0} recordings of the verdict part, seed {report.Seed}\nblue: balanced accuracy\ngrey: accuracy");
            ScottPlot.Plottables.Text label = plot.Add.Text(text, 0, 0.5);
            label.LabelAlignment = Alignment.MiddleLeft;
            label.LabelFontSize = 13;
            plot.Axes.SetLimits(0, 1, 0, 1);
        }
    }
}
