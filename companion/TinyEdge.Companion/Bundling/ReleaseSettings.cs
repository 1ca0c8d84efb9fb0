using TinyEdge.Bundles;
using TinyEdge.Runtime.Supervision;

namespace TinyEdge.Companion.Bundling;

/// <summary>What a bundle says beyond deployment.json: the devices it fits and its place in the sequence of releases.</summary>
public sealed record ReleaseSettings
{
    /// <summary>Anti-replay number, 1 to 2^31 - 1; each release has a higher one.</summary>
    public required uint Sequence { get; init; }

    /// <summary>Once confirmed, bundles with a lower floor are refused.</summary>
    public uint SecurityFloor { get; init; }

    public uint Vendor { get; init; } = KnownDevices.VendorTinyEdge;

    public uint DeviceClass { get; init; } = KnownDevices.ClassVibrationMonitor;

    /// <summary>Bit i: hardware revision i is fit.</summary>
    public uint HardwareRevisions { get; init; } = uint.MaxValue;

    public ushort KeyringEpoch { get; init; }

    /// <summary>Not to be installed later than this; null: no limit. Whole seconds count.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    public PackedVersion RuntimeMin { get; init; }

    public PackedVersion RuntimeMax { get; init; } = new(uint.MaxValue);

    /// <summary>Implementation version of the fixed-point front end that the model was made for.</summary>
    public ushort FrontEndVersion { get; init; } = 2;

    /// <summary>First 8 bytes of SHA-256 over the native checksum table; needed with assemblies, absent without.</summary>
    public byte[]? NativeChecksums { get; init; }

    /// <summary>Name of the type that starts the application; needed with assemblies, absent without.</summary>
    public string? AppEntryType { get; init; }

    public HealthProfile Health { get; init; } = new();

    /// <summary>512, 1024, 2048 or 4096.</summary>
    public int BlockSize { get; init; } = BundleFormat.DefaultBlockSize;

    /// <summary>SHA-256 of a software bill of materials.</summary>
    public byte[]? SbomDigest { get; init; }

    public string? SourceRevision { get; init; }

    public string? Builder { get; init; }

    public string? FreeText { get; init; }

    /// <summary>
    /// The same for a bundle with an application that was compiled against this version of the runtime: the device refuses it on another
    /// minor version, where it could not be loaded.
    /// </summary>
    /// <param name="entryType">Full name of the class that starts it.</param>
    /// <param name="nativeChecksums">Digest of the native checksum table that it needs, 8 bytes.</param>
    public ReleaseSettings WithApp(string entryType, byte[] nativeChecksums) => this with
    {
        AppEntryType = entryType,
        NativeChecksums = nativeChecksums,
        RuntimeMin = new PackedVersion(RuntimeVersion.OldestForApps),
        RuntimeMax = new PackedVersion(RuntimeVersion.NewestForApps),
    };
}
