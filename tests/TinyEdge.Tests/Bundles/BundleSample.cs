using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Keys;

namespace TinyEdge.Tests.Bundles;

/// <summary>A small bundle with one component of each kind, and the tools to spoil it with and without a valid signature.</summary>
public static class BundleSample
{
    public const int BlockSize = 512;

    private static readonly Lazy<byte[]> s_bytes = new(() => Build());

    /// <summary>A fresh copy.</summary>
    public static byte[] Bytes => [.. s_bytes.Value];

    public static DeploymentDocument Deployment { get; } = new()
    {
        BundleId = "fan-2026.11-r7",
        FirmwareVersion = new(1, 2, 3),
        ModelVersion = new(4, 5, 6),
        ThresholdVersion = new(7, 8, 9),
        CalibrationVersion = new(10, 11, 1200),
        RollbackTarget = "golden",
        Metadata = new DeploymentMetadata
        {
            TargetEnvironment = ["esp32", "virtual", "lab"],
            MinBatteryLevel = 30,
            MaxLatencyMs = 250,
            PeakRamBudgetBytes = 12288,
        },
    };

    public static ReleaseSettings Release { get; } = new()
    {
        Sequence = 42,
        SecurityFloor = 3,
        KeyringEpoch = 1,
        HardwareRevisions = 6,
        RuntimeMin = new(1, 0, 0),
        RuntimeMax = new(1, 255, 65535),
        NotAfter = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.FromHours(9)),
        NativeChecksums = [1, 2, 3, 4, 5, 6, 7, 8],
        AppEntryType = "TinyEdge.App.EntryPoint",
        SourceRevision = "0123abcd",
        Health = new HealthProfile { TrialAttempts = 2, HeapFloorBytes = 20000, RequireCompanionContact = true },
        BlockSize = BlockSize,
    };

    public static BundleComponent[] Components { get; } =
    [
        Component(ComponentType.AppAssembly, 700),
        Component(ComponentType.AppAssembly, 100),
        Component(ComponentType.Model, 1024),
        Component(ComponentType.Thresholds, 40),
        Component(ComponentType.Calibration, 512),
        Component(ComponentType.GoldenVectors, 513),
    ];

    public static byte[] Build(DeploymentDocument? deployment = null, ReleaseSettings? release = null, IEnumerable<BundleComponent>? components = null, ISigner? signer = null) =>
        BundleBuilder.Build(deployment ?? Deployment, release ?? Release, components ?? Components, signer ?? TestKeys.Trusted);

    public static BundleComponent Component(int type, int length)
    {
        byte[] content = new byte[length];
        new Random((type * 100_000) + length).NextBytes(content);
        return new BundleComponent(type, content);
    }

    /// <summary>A device of the lab ring: it takes the keys of these tests, whose private halves are published.</summary>
    public static KeyRing Trust(params PublicKeyFile[] keys) => Ring(acceptsDevelopmentKeys: true, keys);

    /// <summary>A device of the production ring.</summary>
    public static KeyRing ReleaseTrust(params PublicKeyFile[] keys) => Ring(acceptsDevelopmentKeys: false, keys);

    private static KeyRing Ring(bool acceptsDevelopmentKeys, PublicKeyFile[] keys)
    {
        KeyRing ring = new(1, acceptsDevelopmentKeys);
        foreach (PublicKeyFile key in keys)
        {
            ring.TryAdd(key.ToDeviceKey());
        }

        return ring;
    }

    public static BundleParser Parser() => new(Trust(TestKeys.Trusted.PublicKey), new PortableBlockDigest());

    /// <summary>What a parser says of a whole file; NeedMore when it ends too early.</summary>
    public static ResultCode Parse(byte[] bundle, BundleParser? parser = null, IBundleSink? sink = null)
    {
        parser ??= Parser();
        parser.Reset();
        return parser.Feed(bundle, 0, bundle.Length, sink, out _);
    }

    public static int SignedLength(byte[] bundle) => 32 + 192 + (bundle[10] * 64) + BinaryPrimitives.ReadUInt16LittleEndian(bundle.AsSpan(12));

    /// <summary>Puts the prefix' CRC right.</summary>
    public static byte[] WithCrc(byte[] bundle)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bundle.AsSpan(28), Crc32.Compute(bundle, 0, 28));
        return bundle;
    }

    /// <summary>Puts CRC and signature right, so that only what was spoilt is wrong. The signed length must still be inside.</summary>
    public static byte[] Resign(byte[] bundle, SigningKey? key = null)
    {
        WithCrc(bundle);
        int signed = SignedLength(bundle);
        (key ?? TestKeys.Trusted).Sign(SHA256.HashData(bundle.AsSpan(0, signed))).CopyTo(bundle, signed + 8);
        return bundle;
    }

    /// <summary>A copy with one stretch of bytes replaced.</summary>
    public static byte[] With(byte[] bundle, int offset, params byte[] bytes)
    {
        byte[] copy = [.. bundle];
        bytes.CopyTo(copy, offset);
        return copy;
    }

    public static byte[] Ascii(string text, int size)
    {
        byte[] bytes = new byte[size];
        Encoding.ASCII.GetBytes(text, bytes);
        return bytes;
    }
}
