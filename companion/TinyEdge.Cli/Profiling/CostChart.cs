using ScottPlot;
using TinyEdge.Cli.Pictures;
using TinyEdge.CostProfiler.Costs;
using TinyEdge.CostProfiler.Pipelines;

namespace TinyEdge.Cli.Profiling;

/// <summary>
/// Bars of estimated milliseconds: a bar a part, from the fast end of the estimate to the slow one, and the budget as a line.
/// </summary>
internal static class CostChart
{
    private const int Width = 1100;
    private const int RowHeight = 34;
    private const int Frame = 190;
    private const double BarThickness = 0.62;

    private static readonly Color s_fast = Color.FromHex("#2f6f9f");
    private static readonly Color s_middle = Color.FromHex("#7fb0d0");
    private static readonly Color s_slow = Color.FromHex("#cfe2ee");
    private static readonly Color s_budget = Color.FromHex("#b03030");

    public static void Save(string path, bool isSvg, string pipeline, LatencyBudget latency)
    {
        IReadOnlyList<(string Name, StageCost Cost)> rows = Rows(latency.Cost);
        using Plot plot = new();
        plot.Font.Set(PictureFont.Name);
        AddBars(plot, rows);
        VerticalBudget(plot, latency);
        plot.Title($"{pipeline}: estimated time of one hop on an ESP32 at 240 MHz");
        plot.XLabel($"estimated milliseconds of the dearest of {latency.Cost.Windows:N0} windows; IL instructions beside the bars are exact");
        plot.Axes.Margins(left: 0, right: 0.16, bottom: 0.04, top: 0.04);
        plot.Axes.SetLimitsX(0, 1.16 * Math.Max(latency.MaxLatencyMs, latency.WorstMilliseconds));
        plot.HideGrid();
        plot.ShowLegend(Alignment.LowerRight);
        int height = Frame + (rows.Count * RowHeight);
        if (isSvg)
        {
            plot.SaveSvg(path, Width, height);
        }
        else
        {
            plot.SavePng(path, Width, height);
        }
    }

    private static IReadOnlyList<(string Name, StageCost Cost)> Rows(PipelineCost cost)
    {
        List<(string, StageCost)> rows = [("whole hop", cost.Hop)];
        foreach (StageCost stage in cost.Stages)
        {
            rows.Add((stage.Stage, stage));
            IEnumerable<StageCost> parts = stage.Stage switch { StageNames.FrontEnd => cost.Axes, StageNames.Network => cost.Layers, _ => [] };
            rows.AddRange(parts.Select(part => ($"{stage.Stage}, {part.Layer}{(part.Layer is null ? string.Empty : " ")}{part.Stage}", part)));
        }

        return rows;
    }

    private static void AddBars(Plot plot, IReadOnlyList<(string Name, StageCost Cost)> rows)
    {
        List<Bar> bars = [];
        for (int i = 0; i < rows.Count; i++)
        {
            double position = rows.Count - 1 - i;
            StageCost cost = rows[i].Cost;
            (double fast, double middle, double slow) = (cost.EstimatedMilliseconds(DeviceSpeed.Fast), cost.EstimatedMilliseconds(DeviceSpeed.Middle), cost.EstimatedMilliseconds(DeviceSpeed.Slow));
            bars.Add(Bar(position, 0, fast, s_fast));
            bars.Add(Bar(position, fast, middle, s_middle));
            bars.Add(Bar(position, middle, slow, s_slow));
            ScottPlot.Plottables.Text label = plot.Add.Text(FormattableString.Invariant($"{slow:0.0} ms  ({cost.MaxInstructions:N0} IL)"), slow, position);
            label.LabelAlignment = Alignment.MiddleLeft;
            label.OffsetX = 6;
            label.LabelFontSize = 12;
            label.LabelBackgroundColor = Colors.White;
        }

        plot.Add.Bars(bars).Horizontal = true;
        plot.Axes.Left.SetTicks([.. rows.Select((_, i) => (double)(rows.Count - 1 - i))], [.. rows.Select(row => row.Name)]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Legend.ManualItems.Add(new LegendItem { LabelText = "fast (4.1 M IL/s)", FillColor = s_fast });
        plot.Legend.ManualItems.Add(new LegendItem { LabelText = "middle (2.5 M IL/s)", FillColor = s_middle });
        plot.Legend.ManualItems.Add(new LegendItem { LabelText = "slow (1.55 M IL/s)", FillColor = s_slow });
    }

    private static void VerticalBudget(Plot plot, LatencyBudget latency)
    {
        ScottPlot.Plottables.VerticalLine line = plot.Add.VerticalLine(latency.MaxLatencyMs, 2, s_budget, LinePattern.Dashed);
        line.LegendText = $"maxLatencyMs {latency.MaxLatencyMs}: {(latency.Holds ? "holds" : "does not hold")}";
    }

    private static Bar Bar(double position, double from, double to, Color color) => new()
    {
        Position = position,
        ValueBase = from,
        Value = to,
        FillColor = color,
        LineWidth = 0,
        Size = BarThickness,
    };
}
