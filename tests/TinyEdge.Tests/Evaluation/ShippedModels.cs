namespace TinyEdge.Tests.Evaluation;

/// <summary>The model components in models/, as they are in the repository.</summary>
internal static class ShippedModels
{
    public static byte[] Reference => Read("fan-reference");

    public static byte[] Baseline => Read("fan-baseline");

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Repository.Root, "models", name, "model.tem"));
}
