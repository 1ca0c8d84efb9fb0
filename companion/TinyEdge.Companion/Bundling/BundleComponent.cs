namespace TinyEdge.Companion.Bundling;

/// <summary>Something to pack. Thresholds, calibration, golden vectors and models are plain bytes here.</summary>
/// <param name="Type">One of <see cref="TinyEdge.Bundles.ComponentType"/>.</param>
/// <param name="Content">At least one byte.</param>
public sealed record BundleComponent(int Type, byte[] Content)
{
    /// <summary>A device that cannot use it must refuse the bundle.</summary>
    public bool IsCritical { get; init; } = true;
}
