using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;

namespace TinyEdge.Companion.Pipelines;

/// <summary>Takes the pipeline out of a bundle again.</summary>
public static class BundleParts
{
    public static PipelineParts Extract(byte[] bundle, BundleDescription description)
    {
        byte[]? Content(int type)
        {
            ComponentDescription? component = description.Components.FirstOrDefault(c => c.Type == type);
            return component is null ? null : bundle.AsSpan(component.OffsetBytes, component.LengthBytes).ToArray();
        }

        return new PipelineParts(
            Content(ComponentType.Model) ?? throw Missing(description, "model"),
            Content(ComponentType.Thresholds) ?? throw Missing(description, "thresholds"),
            Content(ComponentType.Calibration),
            Content(ComponentType.GoldenVectors));
    }

    private static TinyEdgeException Missing(BundleDescription description, string name)
    {
        return new TinyEdgeException(
            ExitCode.BadInput,
            $"The bundle {description.BundleId} has no pipeline.",
            $"It carries no {name}.",
            "Build it with model and thresholds.",
            ResultCode.MissingComponent);
    }
}
