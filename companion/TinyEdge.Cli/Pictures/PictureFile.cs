using TinyEdge.Companion;

namespace TinyEdge.Cli.Pictures;

/// <summary>Where a picture goes. Nothing here touches the drawing library before one is really drawn.</summary>
internal static class PictureFile
{
    private const string Png = ".png";
    private const string Svg = ".svg";

    /// <exception cref="TinyEdgeException">The name ends in neither .png nor .svg.</exception>
    public static void RequireKnownKind(string? path, string option = "--picture")
    {
        if (path is not null && Path.GetExtension(path).ToLowerInvariant() is not (Png or Svg))
        {
            throw new TinyEdgeException(ExitCode.Usage, $"{path} is no kind of picture.", "Pictures are drawn as PNG or SVG.", $"Give {option} a name that ends in .png or .svg.");
        }
    }

    /// <param name="draw">Gets the path, and whether it is to be SVG.</param>
    /// <exception cref="TinyEdgeException">It cannot be written.</exception>
    public static void Save(string path, Action<string, bool> draw)
    {
        try
        {
            draw(path, path.EndsWith(Svg, StringComparison.OrdinalIgnoreCase));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TinyEdgeException(ExitCode.BadInput, $"The picture {path} cannot be written.", error.Message, "Choose a folder that exists and is writable.", inner: error);
        }
    }
}
