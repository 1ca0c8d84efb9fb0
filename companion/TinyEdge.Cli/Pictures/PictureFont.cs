using ScottPlot;

namespace TinyEdge.Cli.Pictures;

/// <summary>The first usual font that the system has: drawing text in a font that is not there leaves boxes.</summary>
internal static class PictureFont
{
    private static readonly string[] s_fonts = ["DejaVu Sans", "Segoe UI", "Helvetica Neue", "Liberation Sans", "Noto Sans", "Arial"];

    public static string Name { get; } = Choose();

    private static string Choose()
    {
        HashSet<string> installed = [.. SkiaSharp.SKFontManager.Default.FontFamilies];
        return s_fonts.FirstOrDefault(installed.Contains) ?? installed.FirstOrDefault() ?? Fonts.Default;
    }
}
