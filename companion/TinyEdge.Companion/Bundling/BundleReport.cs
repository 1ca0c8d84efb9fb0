using TinyEdge.Bundles;

namespace TinyEdge.Companion.Bundling;

/// <summary>What came out of a verification.</summary>
/// <param name="Description">What the head says; null when it could not be read.</param>
/// <param name="Checks">By .NET's own cryptography, in the order of the file.</param>
/// <param name="DeviceResult">What the device's own parser says with the same keys.</param>
public sealed record BundleReport(BundleDescription? Description, IReadOnlyList<BundleCheck> Checks, ResultCode DeviceResult)
{
    /// <summary>Every check passed and the device would take it, as far as the file alone decides.</summary>
    public bool IsSound => DeviceResult == ResultCode.Ok && Description is not null && Checks.All(check => check.Passed);

    /// <summary>The first thing that is wrong, in one sentence, or null.</summary>
    public string? FirstProblem =>
        Checks.FirstOrDefault(check => !check.Passed) is { } failed ? $"{failed.Name}: {failed.Detail}"
        : DeviceResult != ResultCode.Ok ? $"The device's parser refuses it: {DeviceResult} ({(int)DeviceResult})."
        : null;
}
