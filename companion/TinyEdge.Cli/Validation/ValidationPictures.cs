using ScottPlot;
using TinyEdge.Cli.Pictures;
using TinyEdge.Companion.Validation;

namespace TinyEdge.Cli.Validation;

/// <summary>The pictures of a validation: noise a layer, ranges, the ROC curve, and the loss a stratum.</summary>
internal static class ValidationPictures
{
    private const int Width = 920;
    private const int Height = 380;
    private const int RowHeight = 30;
    private const double MostDecibels = 60;
    private static readonly Color s_float = Color.FromHex("#8a8f98");
    private static readonly Color s_int8 = Color.FromHex("#2f6f9f");
    private static readonly Color s_limit = Color.FromHex("#b03030");
    private static readonly Color s_room = Color.FromHex("#dfe8ef");

    public static void SaveAll(ValidationReport report, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, Plot plot, int height) in Draw(report))
        {
            using (plot)
            {
                PictureFile.Save(Path.Combine(folder, $"{name}.png"), (path, _) => plot.SavePng(path, Width, height));
                PictureFile.Save(Path.Combine(folder, $"{name}.svg"), (path, _) => plot.SaveSvg(path, Width, height));
            }
        }
    }

    /// <summary>The pictures as SVG elements, for a page.</summary>
    public static IReadOnlyDictionary<string, string> ToSvg(ValidationReport report)
    {
        Dictionary<string, string> pictures = [];
        foreach ((string name, Plot plot, int height) in Draw(report))
        {
            using (plot)
            {
                string xml = plot.GetSvgXml(Width, height);
                pictures[name] = xml[Math.Max(xml.IndexOf("<svg", StringComparison.Ordinal), 0)..];
            }
        }

        return pictures;
    }

    private static IEnumerable<(string Name, Plot Plot, int Height)> Draw(ValidationReport report)
    {
        int rows = 110 + (RowHeight * report.Layers.Count);
        if (report.HasFloat)
        {
            yield return ("noise", Noise(report), rows);
        }

        yield return ("ranges", Ranges(report), rows);
        if (report.Int8Roc is not null)
        {
            yield return ("roc", Roc(report), Height + 60);
        }

        if (report.HasFloat)
        {
            yield return ("strata", Strata(report), 110 + (RowHeight * report.Strata.Count));
        }
    }

    private static Plot Noise(ValidationReport report)
    {
        Plot plot = NewPlot();
        plot.Add.Bars(report.Layers.SelectMany((layer, i) => new[]
        {
            BarOf(report.Layers.Count - 1 - i + 0.18, layer.SqnrDb, s_int8),
            BarOf(report.Layers.Count - 1 - i - 0.18, layer.OwnSqnrDb, s_float),
        }).ToArray()).Horizontal = true;
        AddLimit(plot, report.Options.Limits.LeastOwnSqnrDb, $"least of its own, {report.Options.Limits.LeastOwnSqnrDb:0} dB");
        plot.Legend.ManualItems.Add(new LegendItem { LabelText = "up to and with this layer", FillColor = s_int8 });
        plot.Legend.ManualItems.Add(new LegendItem { LabelText = "added by this layer alone", FillColor = s_float });
        NameRows(plot, [.. report.Layers.Select(NameOf)]);
        plot.Axes.SetLimitsX(0, MostDecibels);
        return Finish(plot, "signal to quantisation noise, float against INT8", $"dB, more is better; {MostDecibels:0} stands for all above and for exact");
    }

    private static Plot Ranges(ValidationReport report)
    {
        Plot plot = NewPlot();
        for (int i = 0; i < report.Layers.Count; i++)
        {
            LayerFigures layer = report.Layers[i];
            double y = report.Layers.Count - 1 - i;
            double whole = Math.Max(layer.RepresentableMax - layer.RepresentableMin, double.Epsilon);
            AddSpan(plot, y, 0, 100, s_room, 0.36);
            AddSpan(plot, y, 100 * (layer.FloatMin - layer.RepresentableMin) / whole, 100 * (layer.FloatMax - layer.RepresentableMin) / whole, layer.SaturationPercent > report.Options.Limits.MostSaturationPercent ? s_limit : s_int8, 0.16);
        }

        NameRows(plot, [.. report.Layers.Select(NameOf)]);
        plot.Axes.SetLimitsX(-30, 160);
        return Finish(plot, report.HasFloat ? "values of the float network within what each int8 tensor can hold" : "INT8 values within what each tensor can hold", "percent of the representable range; beyond 0 and 100 values are cut off");
    }

    private static Plot Roc(ValidationReport report)
    {
        Plot plot = NewPlot();
        if (report.FloatRoc is { } asFloat)
        {
            AddCurve(plot, asFloat, s_float, 5, $"float, area {asFloat.Auc:0.0000}");
        }

        AddCurve(plot, report.Int8Roc!, s_int8, 2, $"INT8, area {report.Int8Roc!.Auc:0.0000}");
        if (report.Thresholds.FirstOrDefault(t => t.IsInUse) is { } inUse)
        {
            plot.Add.Marker(100 * inUse.Int8.FalseAlarmRatio, 100 * inUse.Int8.DetectionRatio, MarkerShape.FilledCircle, 11, s_limit).LegendText = FormattableString.Invariant($"threshold in use, {inUse.Threshold:0.000}");
        }

        plot.Axes.SetLimits(-2, 102, -2, 102);
        plot.YLabel($"'{report.ScoreClass}' detected, percent");
        plot.ShowLegend(Alignment.LowerRight);
        return Finish(plot, $"receiver operating characteristic of the score of '{report.ScoreClass}'", "false alarms among all other recordings, percent");
    }

    private static Plot Strata(ValidationReport report)
    {
        Plot plot = NewPlot();
        plot.Add.Bars(report.Strata.SelectMany((stratum, i) => new[]
        {
            BarOf(report.Strata.Count - 1 - i + 0.18, 100 * stratum.Float!.BalancedAccuracyRatio, s_float, most: 100),
            BarOf(report.Strata.Count - 1 - i - 0.18, 100 * stratum.Int8.BalancedAccuracyRatio, s_int8, most: 100),
        }).ToArray()).Horizontal = true;
        plot.Legend.ManualItems.Add(new LegendItem { LabelText = "float", FillColor = s_float });
        plot.Legend.ManualItems.Add(new LegendItem { LabelText = "INT8", FillColor = s_int8 });
        NameRows(plot, [.. report.Strata.Select(s => FormattableString.Invariant($"{s.Name} ({s.Int8.Samples})"))]);
        plot.Axes.SetLimitsX(0, 100);
        plot.ShowLegend(Edge.Right);
        return Finish(plot, "balanced accuracy by stratum (recordings)", "percent");
    }

    private static string NameOf(LayerFigures layer) => $"{layer.Index} {layer.Name}";

    private static void AddCurve(Plot plot, RocCurve curve, Color color, float width, string legend)
    {
        ScottPlot.Plottables.Scatter line = plot.Add.ScatterLine(curve.Points.Select(p => 100 * p.FalseAlarmRatio).ToArray(), curve.Points.Select(p => 100 * p.DetectionRatio).ToArray(), color);
        line.LineWidth = width;
        line.LegendText = legend;
    }

    private static void AddLimit(Plot plot, double at, string text)
    {
        ScottPlot.Plottables.VerticalLine line = plot.Add.VerticalLine(at, 2, s_limit, LinePattern.Dashed);
        line.LegendText = text;
        plot.ShowLegend(Edge.Right);
    }

    private static void AddSpan(Plot plot, double y, double from, double to, Color color, double half)
    {
        ScottPlot.Plottables.Rectangle span = plot.Add.Rectangle(Math.Max(from, -30), Math.Min(to, 160), y - half, y + half);
        span.FillColor = color;
        span.LineWidth = 0;
    }

    private static Bar BarOf(double position, double value, Color color, double most = MostDecibels) => new()
    {
        Position = position,
        Value = double.IsNaN(value) ? 0 : Math.Clamp(value, 0, most),
        FillColor = color,
        LineWidth = 0,
        Size = 0.34,
    };

    private static void NameRows(Plot plot, IReadOnlyList<string> names)
    {
        plot.Axes.Left.SetTicks([.. names.Select((_, i) => (double)(names.Count - 1 - i))], [.. names]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.SetLimitsY(-0.7, names.Count - 0.3);
    }

    private static Plot NewPlot()
    {
        Plot plot = new();
        plot.Font.Set(PictureFont.Name);
        return plot;
    }

    private static Plot Finish(Plot plot, string title, string unit)
    {
        plot.Title(title, 14);
        plot.XLabel(unit, 12);
        plot.HideGrid();
        return plot;
    }
}
