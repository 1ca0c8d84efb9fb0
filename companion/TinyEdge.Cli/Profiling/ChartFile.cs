using TinyEdge.Companion;
using TinyEdge.CostProfiler.Pipelines;

namespace TinyEdge.Cli.Profiling;

/// <summary>Where a chart goes. Nothing here touches the drawing library before a chart is really drawn.</summary>
internal static class ChartFile
{
    private const string Png = ".png";
    private const string Svg = ".svg";

    /// <exception cref="TinyEdgeException">The name ends in neither .png nor .svg.</exception>
    public static void RequireKnownKind(string? path)
    {
        if (path is not null && Path.GetExtension(path).ToLowerInvariant() is not (Png or Svg))
        {
            throw new TinyEdgeException(ExitCode.Usage, $"{path} is no kind of chart.", "Charts are drawn as PNG or SVG.", "Give --chart a name that ends in .png or .svg.");
        }
    }

    public static void Save(string path, string pipeline, LatencyBudget latency)
    {
        try
        {
            CostChart.Save(path, path.EndsWith(Svg, StringComparison.OrdinalIgnoreCase), pipeline, latency);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TinyEdgeException(ExitCode.BadInput, $"The chart {path} cannot be written.", error.Message, "Choose a folder that exists and is writable.", inner: error);
        }
    }
}
