using ScottPlot;
using SkiaSharp;

namespace TinyEdge.Cli.Pictures;

/// <summary>Several plots in one picture.</summary>
internal sealed class PicturePages
{
    private readonly Multiplot _pages = new();
    private readonly int _width;
    private readonly int _height;

    /// <summary>One below the other.</summary>
    /// <param name="heights">Pixels of each plot.</param>
    public PicturePages(int width, params IReadOnlyList<int> heights)
        : this(width, heights.Sum(), heights.Count, new StackedRows(heights))
    {
    }

    private PicturePages(int width, int height, int plots, IMultiplotLayout layout)
    {
        _width = width;
        _height = height;
        _pages.AddPlots(plots);
        _pages.Layout = layout;
        Plots = [.. _pages.GetPlots()];
        foreach (Plot plot in Plots)
        {
            plot.Font.Set(PictureFont.Name);
        }
    }

    public IReadOnlyList<Plot> Plots { get; }

    /// <summary>In rows and columns of one size.</summary>
    public static PicturePages Grid(int width, int height, int rows, int columns) => new(width, height, rows * columns, new ScottPlot.MultiplotLayouts.Grid(rows, columns));

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
