using ScottPlot;
using TinyEdge.Cli.Pictures;
using TinyEdge.Companion.Training;

namespace TinyEdge.Cli.Training;

/// <summary>Losses and accuracy over the passes, and where quantisation began.</summary>
internal static class TrainingCurves
{
    private const int Width = 1000;
    private const int Height = 360;
    private static readonly Color s_training = Color.FromHex("#7fb0d0");
    private static readonly Color s_tuning = Color.FromHex("#2f6f9f");
    private static readonly Color s_mark = Color.FromHex("#b03030");

    public static byte[] Png(string name, IReadOnlyList<EpochReport> curve)
    {
        string path = Path.Combine(Path.GetTempPath(), $"tinyedge-{Guid.NewGuid():N}.png");
        try
        {
            Pages(name, curve).Save(path, isSvg: false);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static PicturePages Pages(string name, IReadOnlyList<EpochReport> curve)
    {
        EpochReport[] tuned = [.. curve.Where(e => e.ValidationLoss is not null)];
        PicturePages pages = new(Width, tuned.Length > 0 ? [Height, Height] : [Height]);
        Plot losses = pages.Plots[0];
        Add(losses, "training", s_training, curve.Select(e => (e.Epoch, e.TrainingLoss)));
        if (tuned.Length > 0)
        {
            Add(losses, "tuning", s_tuning, tuned.Select(e => (e.Epoch, e.ValidationLoss!.Value)));
            Add(pages.Plots[1], "tuning", s_tuning, tuned.Select(e => (e.Epoch, e.ValidationAccuracy ?? 0)));
            pages.Plots[1].YLabel("share right");
            pages.Plots[1].Axes.SetLimitsY(Math.Max(0, tuned.Min(e => e.ValidationAccuracy ?? 0) - 0.02), 1.005);
        }

        losses.Title($"{name}: training");
        losses.YLabel("squared error of the probabilities");
        foreach (Plot plot in pages.Plots)
        {
            plot.XLabel("pass");
            MarkQuantization(plot, curve);
            plot.ShowLegend(plot == losses ? Alignment.UpperRight : Alignment.LowerRight);
        }

        return pages;
    }

    private static void Add(Plot plot, string name, Color color, IEnumerable<(int Epoch, double Value)> points)
    {
        (int Epoch, double Value)[] all = [.. points];
        ScottPlot.Plottables.Scatter line = plot.Add.Scatter(all.Select(p => (double)p.Epoch).ToArray(), all.Select(p => p.Value).ToArray(), color);
        line.LegendText = name;
        line.LineWidth = 2;
        line.MarkerSize = 0;
    }

    private static void MarkQuantization(Plot plot, IReadOnlyList<EpochReport> curve)
    {
        if (curve.FirstOrDefault(e => e.IsQuantized) is { } first)
        {
            plot.Add.VerticalLine(first.Epoch - 0.5, 1.5f, s_mark, LinePattern.Dashed).LegendText = "quantised in the loop from here";
        }
    }
}
