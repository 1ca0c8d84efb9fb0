using TinyEdge.Companion;

namespace TinyEdge.Cli.Demo;

/// <summary>Models and the sample application that lie beside the program.</summary>
internal static class DemoAssets
{
    public const string AppType = "TinyEdge.SeverityApp.SeverityApp";

    public static string ReferenceModel => Find("models", "fan-reference");

    public static string SeverityApp => Find("apps", "TinyEdge.SeverityApp.dll");

    private static string Find(string folder, string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "assets", folder, name);
        return Path.Exists(path)
            ? path
            : throw new TinyEdgeException(ExitCode.Internal, $"{path} is missing.", "It belongs to the program and was not copied with it.", "Build or install tinyedge again.");
    }
}
