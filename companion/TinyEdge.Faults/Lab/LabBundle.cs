using System.Security.Cryptography;
using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Keys;

namespace TinyEdge.Faults.Lab;

/// <summary>Small real bundles, made by the real builder with a published key, cached by their settings.</summary>
public static class LabBundle
{
    public const int BlockSize = 512;

    private static readonly Dictionary<(uint, uint, byte, int), byte[]> s_cache = [];
    private static readonly Lock s_lock = new();

    public static SigningKey Key => LabKey.Value;

    public static ReleaseSettings Release { get; } = new()
    {
        Sequence = 10,
        SecurityFloor = 1,
        KeyringEpoch = 1,
        BlockSize = BlockSize,
        Health = new HealthProfile { TrialAttempts = 3, MinimumWindows = 4, TrialDeadlineSeconds = 120, HeapFloorBytes = 20000 },
    };

    public static DeploymentDocument Deployment { get; } = new()
    {
        BundleId = "lab",
        FirmwareVersion = new(1, 0, 0),
        ModelVersion = new(2, 0, 0),
        ThresholdVersion = new(3, 0, 0),
        CalibrationVersion = new(4, 0, 0),
        RollbackTarget = string.Empty,
        Metadata = new DeploymentMetadata
        {
            TargetEnvironment = ["virtual", "lab", "canary"],
            MinBatteryLevel = 30,
            MaxLatencyMs = 250,
            PeakRamBudgetBytes = 12000,
        },
    };

    /// <summary>A bundle whose content depends on the arguments alone; the same arguments give the same array.</summary>
    public static byte[] Of(uint sequence, uint floor = 1, byte variant = 0, int attempts = 3)
    {
        lock (s_lock)
        {
            if (!s_cache.TryGetValue((sequence, floor, variant, attempts), out byte[]? bundle))
            {
                ReleaseSettings release = Release with { Sequence = sequence, SecurityFloor = floor, Health = Release.Health with { TrialAttempts = attempts } };
                bundle = Build(release, Deployment with { BundleId = $"lab-{sequence}-{variant}" }, variant);
                s_cache.Add((sequence, floor, variant, attempts), bundle);
            }

            return bundle;
        }
    }

    public static byte[] Build(ReleaseSettings release, DeploymentDocument? deployment = null, byte variant = 0, params BundleComponent[] more) =>
        Build(release, deployment ?? Deployment, Key, variant, more);

    public static byte[] Build(ReleaseSettings release, DeploymentDocument deployment, SigningKey key, byte variant = 0, params BundleComponent[] more)
    {
        BundleComponent[] components =
        [
            new(ComponentType.Model, Content(900, release.Sequence, variant)),
            new(ComponentType.Thresholds, Content(40, release.Sequence, variant)),
            .. more,
        ];
        return BundleBuilder.Build(deployment, release, components, key);
    }

    /// <summary>First 8 bytes of SHA-256 over the signed head, found from the prefix.</summary>
    public static byte[] FingerprintOf(byte[] bundle)
    {
        return SHA256.HashData(bundle.AsSpan(0, PrefixOf(bundle).SignedLength))[..8];
    }

    public static int PayloadOffsetOf(byte[] bundle)
    {
        return PrefixOf(bundle).PayloadOffset;
    }

    private static BundlePrefix PrefixOf(byte[] bundle)
    {
        BundlePrefix prefix = new();
        ResultCode code = prefix.TryRead(bundle);
        return code == ResultCode.Ok ? prefix : throw new ArgumentException($"Not a bundle: {code}.", nameof(bundle));
    }

    private static byte[] Content(int length, uint sequence, byte variant)
    {
        byte[] content = new byte[length];
        new Random((int)((sequence * 256) + variant)).NextBytes(content);
        return content;
    }
}
