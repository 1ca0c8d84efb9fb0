using ScottPlot;
using SkiaSharp;

namespace TinyEdge.Cli.Pictures;

/// <summary>Several plots, one below the other, in one picture.</summary>
internal sealed class PicturePages
{
    private readonly Multiplot _pages = new();
    private readonly int _width;
    private readonly int _height;

    /// <param name="heights">Pixels of each plot.</param>
    public PicturePages(int width, params IReadOnlyList<int> heights)
    {
        _width = width;
        _height = heights.Sum();
        _pages.AddPlots(heights.Count);
        _pages.Layout = new StackedRows(heights);
        Plots = [.. _pages.GetPlots()];
        foreach (Plot plot in Plots)
        {
            plot.Font.Set(PictureFont.Name);
        }
    }

    public IReadOnlyList<Plot> Plots { get; }

    public void Save(string path, bool isSvg)
    {
        if (!isSvg)
        {
            _pages.SavePng(path, _width, _height);
            return;
        }

        using FileStream file = File.Create(path);
        using SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, _width, _height), file);
        canvas.Clear(SKColors.White);
        _pages.Render(canvas, new PixelRect(0, _width, _height, 0));
    }
}
