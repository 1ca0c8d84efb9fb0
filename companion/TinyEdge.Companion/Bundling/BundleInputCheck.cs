using System.Text;
using TinyEdge.Bundles;

namespace TinyEdge.Companion.Bundling;

/// <summary>What can be said about inputs before anything is packed, in words that say what to change.</summary>
internal static class BundleInputCheck
{
    public static void Check(DeploymentDocument deployment, ReleaseSettings release, IReadOnlyList<BundleComponent> components)
    {
        CheckComponents(components);
        CheckNames(deployment, release);
        CheckAssemblies(release, components);
        CheckRelease(release);
        CheckMetadata(deployment.Metadata);
        CheckChecksum(deployment, components);
    }

    private static void CheckComponents(IReadOnlyList<BundleComponent> components)
    {
        Require(components.Any(c => c.Type == ComponentType.Model), "It has no model.", "Add one.", ResultCode.MissingComponent);
        Require(components.Any(c => c.Type == ComponentType.Thresholds), "It has no thresholds.", "Add them.", ResultCode.MissingComponent);
        Require(components.Count <= BundleFormat.MaxComponents, $"It has {components.Count} components; {BundleFormat.MaxComponents} is the most.", "Merge assemblies.", ResultCode.BadComponentTable);
        foreach (IGrouping<int, BundleComponent> group in components.GroupBy(c => c.Type))
        {
            Require(group.Key is >= ComponentType.AppAssembly and <= ComponentType.Keyring, $"Component type {group.Key} is unknown.", "Use one of the documented types.", ResultCode.UnknownComponentType);
            Require(group.Key == ComponentType.AppAssembly || group.Count() == 1, $"It has {group.Count()} components of type {group.Key}.", "Only assemblies may be several.", ResultCode.DuplicateComponent);
            Require(group.All(c => c.Content.Length > 0), $"A component of type {group.Key} is empty.", "Check the file it comes from.", ResultCode.BadComponent);
        }
    }

    private static void CheckNames(DeploymentDocument deployment, ReleaseSettings release)
    {
        Require(deployment.BundleId.Length > 0 && IsName(deployment.BundleId, BundleFormat.BundleIdSize), "The bundle id is not one.", "Use 1 to 32 letters, digits, '.', '-', '_', '+'.", ResultCode.BadText);
        Require(IsName(deployment.RollbackTarget, BundleFormat.BundleIdSize), "The rollback target is not a bundle id.", "Use a bundle id, \"golden\", or nothing.", ResultCode.BadText);
        Require(release.AppEntryType is null || (release.AppEntryType.Length > 0 && IsName(release.AppEntryType, BundleFormat.MaxEntryTypeLength)), "The entry type is not a type name.", "Give namespace and name, such as TinyEdge.App.EntryPoint.", ResultCode.BadTlv);
    }

    private static void CheckAssemblies(ReleaseSettings release, IReadOnlyList<BundleComponent> components)
    {
        bool hasAssemblies = components.Any(c => c.Type == ComponentType.AppAssembly);
        bool namesNatives = release.NativeChecksums?.Any(b => b != 0) ?? false;
        Require(release.NativeChecksums is null or { Length: 8 }, "The native checksum digest is not 8 bytes long.", "Give the first 8 bytes of SHA-256.", ResultCode.BadManifest);
        Require(hasAssemblies == namesNatives, hasAssemblies ? "It has assemblies and does not say which native code they need." : "It names native code and has no assemblies.", "Give both or neither.", ResultCode.BadManifest);
        Require(hasAssemblies == release.AppEntryType is not null, hasAssemblies ? "It has assemblies and no entry type." : "It has an entry type and no assemblies.", "Give both or neither.", ResultCode.BadTlv);
    }

    private static void CheckRelease(ReleaseSettings release)
    {
        HealthProfile health = release.Health;
        Require(release.Sequence is >= 1 and <= BundleFormat.MaxSequence, $"The sequence is {release.Sequence}.", "Use 1 to 2147483647, higher than the last release's.", ResultCode.BadManifest);
        Require(release.SecurityFloor <= BundleFormat.MaxSequence, $"The security floor is {release.SecurityFloor}.", "Use 0 to 2147483647.", ResultCode.BadManifest);
        Require(release.Vendor != 0 && release.DeviceClass != 0 && release.HardwareRevisions != 0, "Vendor, device class or hardware revisions are 0.", "Name the devices that the bundle is for.", ResultCode.BadManifest);
        Require(release.RuntimeMin.CompareTo(release.RuntimeMax) <= 0, $"No runtime is both {release.RuntimeMin} or newer and {release.RuntimeMax} or older.", "Correct the range.", ResultCode.BadManifest);
        Require(release.NotAfter is null || release.NotAfter.Value.ToUnixTimeSeconds() > 0, "It expires before 1970.", "Correct the date.", ResultCode.BadManifest);
        Require(release.SbomDigest is null or { Length: BundleFormat.DigestSize }, "The digest of the bill of materials is not 32 bytes long.", "Give a SHA-256.", ResultCode.BadTlv);
        Require(health.TrialAttempts is >= 1 and <= BundleFormat.MaxTrialAttempts, $"The trial gets {health.TrialAttempts} attempts.", $"Use 1 to {BundleFormat.MaxTrialAttempts}.", ResultCode.BadManifest);
        Require(health.TrialDeadlineSeconds is >= 1 and <= ushort.MaxValue, $"The trial's deadline is {health.TrialDeadlineSeconds} seconds.", "Use 1 to 65535.", ResultCode.BadManifest);
        Require(health.MinimumWindows is >= 0 and <= ushort.MaxValue && health.HeapFloorBytes >= 0, "The minimum of windows or the heap floor is out of range.", "Use 0 to 65535 windows and no negative bytes.", ResultCode.BadManifest);
    }

    private static void CheckMetadata(DeploymentMetadata metadata)
    {
        string? unknown = metadata.TargetEnvironment.FirstOrDefault(name => !EnvironmentNames.TryGetBit(name, out _));
        Require(unknown is null, $"\"{unknown}\" is not an environment.", $"Known are {string.Join(", ", EnvironmentNames.All)}.", ResultCode.BadManifest);
        uint mask = metadata.EnvironmentMask;
        Require((mask & TargetEnvironment.AnyPlatform) != 0 && (mask & TargetEnvironment.AnyRing) != 0, "The target environment lacks a platform or a ring.", "Name at least one of each.", ResultCode.BadManifest);
        Require(
            metadata.MinBatteryLevel is >= 0 and <= 100 && metadata.MaxLatencyMs is >= 1 and <= ushort.MaxValue && metadata.PeakRamBudgetBytes >= 1,
            "Battery level, latency or RAM budget is out of range.",
            "Use 0 to 100 percent, 1 to 65535 ms, at least 1 byte.",
            ResultCode.BadManifest);
    }

    private static void CheckChecksum(DeploymentDocument deployment, IReadOnlyList<BundleComponent> components)
    {
        string actual = ContentChecksum.Of(components);
        Require(
            deployment.Checksum.Length == 0 || deployment.Checksum == actual,
            $"deployment.json says checksum {deployment.Checksum}, and the components have {actual}.",
            "Find out which of them changed; or empty the field, and the tool fills it in.",
            ResultCode.ComponentDigestMismatch);
    }

    private static bool IsName(string text, int max)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= max && AsciiName.IsName(bytes, 0, bytes.Length);
    }

    private static void Require(bool holds, string why, string remedy, ResultCode code)
    {
        if (!holds)
        {
            throw new BundleException("The bundle was not built.", why, remedy, code);
        }
    }
}
