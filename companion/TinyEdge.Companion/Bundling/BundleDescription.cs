using TinyEdge.Companion.Keys;

namespace TinyEdge.Companion.Bundling;

/// <summary>Everything that a bundle's head says, and what was found when it was checked. Serialisable as JSON as it is.</summary>
public sealed record BundleDescription
{
    /// <summary>Version of this description's own shape.</summary>
    public int SchemaVersion { get; init; } = 1;

    public required string Format { get; init; }

    public required string BundleId { get; init; }

    /// <summary>A bundle id, "golden", or empty for the bundle before.</summary>
    public required string RollbackTarget { get; init; }

    public required string FirmwareVersion { get; init; }

    public required string ModelVersion { get; init; }

    public required string ThresholdVersion { get; init; }

    public required string CalibrationVersion { get; init; }

    public required uint Sequence { get; init; }

    public required uint SecurityFloor { get; init; }

    public required int KeyringEpoch { get; init; }

    public required string KeyId { get; init; }

    /// <summary>SHA-256 over the signed bytes.</summary>
    public required string Fingerprint { get; init; }

    public required uint Vendor { get; init; }

    public required uint DeviceClass { get; init; }

    public required uint HardwareRevisionMask { get; init; }

    public required IReadOnlyList<string> TargetEnvironment { get; init; }

    public required int MinBatteryLevelPercent { get; init; }

    public required int MaxLatencyMs { get; init; }

    public required int PeakRamBudgetBytes { get; init; }

    public required string RuntimeMin { get; init; }

    public required string RuntimeMax { get; init; }

    public required int FrontEndVersion { get; init; }

    /// <summary>First 8 bytes of SHA-256 over the native checksum table, or null without assemblies.</summary>
    public required string? NativeChecksums { get; init; }

    public required DateTimeOffset? NotAfter { get; init; }

    public required HealthProfile Health { get; init; }

    public required int BlockSizeBytes { get; init; }

    public required int BlockCount { get; init; }

    public required int PayloadOffsetBytes { get; init; }

    public required int TotalBytes { get; init; }

    /// <summary>"sha256:" over the components' contents, as in deployment.json.</summary>
    public required string Checksum { get; init; }

    public required IReadOnlyList<ComponentDescription> Components { get; init; }

    /// <summary>The keyring that it carries, or null.</summary>
    public KeyringDescription? Keyring { get; init; }

    public required IReadOnlyList<TlvDescription> OptionalFields { get; init; }
}

/// <summary>One row of the component table.</summary>
public sealed record ComponentDescription(
    int Id,
    int Type,
    string TypeName,
    bool IsCritical,
    string Version,
    int LengthBytes,
    int OffsetBytes,
    int FirstBlock,
    int BlockCount,
    int DependsOn,
    string Dependency,
    string Digest);

/// <summary>One optional field; text where its type says so, hexadecimal otherwise.</summary>
public sealed record TlvDescription(int Type, bool IsCritical, string Name, string Value);

/// <summary>One thing that was checked.</summary>
public sealed record BundleCheck(string Name, bool Passed, string Detail);
