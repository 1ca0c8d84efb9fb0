namespace TinyEdge.Tests.Evaluation;

/// <summary>The model components in models/, as they are in the repository.</summary>
internal static class ShippedModels
{
    public static byte[] Reference => Read("fan-reference");

    public static byte[] Baseline => Read("fan-baseline");

    private static byte[] Read(string name)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TinyEdge.sln")))
        {
            folder = folder.Parent;
        }

        return File.ReadAllBytes(Path.Combine(folder?.FullName ?? throw new InvalidOperationException("The tests do not run from within the repository."), "models", name, "model.tem"));
    }
}
