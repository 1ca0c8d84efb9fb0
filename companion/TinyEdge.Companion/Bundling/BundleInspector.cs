using System.Security.Cryptography;
using System.Text;
using TinyEdge.Bundles;
using TinyEdge.Companion.Keys;

namespace TinyEdge.Companion.Bundling;

/// <summary>
/// Describes what a bundle says, trusting nothing of it. Written from SPEC.md field after field and sharing neither offsets nor code with
/// the device's parser, so that an error in one of them shows as a difference.
/// </summary>
public static class BundleInspector
{
    private const int PrefixBytes = 32;
    private const int ManifestBytes = 192;
    private const int EntryBytes = 64;
    private const int SignatureBlockBytes = 8 + 384;

    /// <summary>Reads the head and measures the contents.</summary>
    /// <exception cref="BundleException">Too damaged to be read at all. A description is no proof: see <see cref="BundleVerifier"/>.</exception>
    public static BundleDescription Describe(byte[] bundle)
    {
        ByteCursor cursor = new(bundle);
        Geometry geometry = ReadPrefix(cursor);
        BundleDescription manifest = ReadManifest(cursor, bundle, geometry);
        List<ComponentDescription> components = [];
        for (int i = 0; i < geometry.Components; i++)
        {
            components.Add(ReadComponent(cursor, geometry));
        }

        return manifest with
        {
            Components = components,
            Checksum = ChecksumOf(bundle, components),
            Keyring = KeyringOf(bundle, components),
            OptionalFields = ReadTlvs(new ByteCursor(cursor.Take(geometry.TlvBytes).ToArray())),
        };
    }

    private static Geometry ReadPrefix(ByteCursor cursor)
    {
        if (!cursor.Take(4).SequenceEqual("TEB1"u8))
        {
            throw Unreadable("It does not begin with TEB1.", ResultCode.BadMagic);
        }

        int major = cursor.U8();
        int minor = cursor.U8();
        ushort flags = cursor.U16();
        int manifestBytes = cursor.U16();
        int components = cursor.U8();
        int signatures = cursor.U8();
        int tlvBytes = cursor.U16();
        int signatureBytes = cursor.U16();
        int blockSize = cursor.U16();
        int blocks = cursor.U16();
        uint total = cursor.U32();
        uint reserved = cursor.U32();
        cursor.Take(4);
        if (major != 1 || minor != 0)
        {
            throw Unreadable($"It is of format {major}.{minor}, and this tool reads 1.0.", ResultCode.UnsupportedFormat);
        }

        if (manifestBytes != ManifestBytes || signatureBytes != SignatureBlockBytes || signatures != 1 || flags != 0 || reserved != 0
            || blockSize is not (512 or 1024 or 2048 or 4096) || total > int.MaxValue)
        {
            throw Unreadable("Its prefix contradicts the format.", ResultCode.BadLength);
        }

        int signed = PrefixBytes + ManifestBytes + (components * EntryBytes) + tlvBytes;
        int headEnd = signed + SignatureBlockBytes + (blocks * 32);
        int payload = (headEnd + blockSize - 1) / blockSize * blockSize;
        return new Geometry($"{major}.{minor}", components, tlvBytes, blockSize, blocks, signed, payload, (int)total);
    }

    private static BundleDescription ReadManifest(ByteCursor cursor, byte[] bundle, Geometry geometry)
    {
        string bundleId = Text(cursor.Take(32));
        string rollbackTarget = Text(cursor.Take(32));
        uint vendor = cursor.U32();
        uint deviceClass = cursor.U32();
        uint hardware = cursor.U32();
        uint sequence = cursor.U32();
        uint floor = cursor.U32();
        string[] versions = [Version(cursor), Version(cursor), Version(cursor), Version(cursor), Version(cursor), Version(cursor)];
        uint environment = cursor.U32();
        long notAfter = cursor.I64();
        byte[] natives = cursor.Take(8).ToArray();
        string keyId = Convert.ToHexStringLower(cursor.Take(8));
        uint peakRam = cursor.U32();
        uint heapFloor = cursor.U32();
        int epoch = cursor.U16();
        int frontEnd = cursor.U16();
        int latency = cursor.U16();
        int windows = cursor.U16();
        int deadline = cursor.U16();
        int battery = cursor.U8();
        int attempts = cursor.U8();
        int healthFlags = cursor.U8();
        cursor.Take(3 + 32);
        return new BundleDescription
        {
            Format = geometry.Format,
            BundleId = bundleId,
            RollbackTarget = rollbackTarget,
            Vendor = vendor,
            DeviceClass = deviceClass,
            HardwareRevisionMask = hardware,
            Sequence = sequence,
            SecurityFloor = floor,
            FirmwareVersion = versions[0],
            ModelVersion = versions[1],
            ThresholdVersion = versions[2],
            CalibrationVersion = versions[3],
            RuntimeMin = versions[4],
            RuntimeMax = versions[5],
            TargetEnvironment = EnvironmentNames.Of(environment),
            NotAfter = NotAfter(notAfter),
            NativeChecksums = natives.Any(b => b != 0) ? Convert.ToHexStringLower(natives) : null,
            KeyId = keyId,
            Fingerprint = Convert.ToHexStringLower(SHA256.HashData(bundle.AsSpan(0, Math.Min(bundle.Length, geometry.SignedBytes)))),
            PeakRamBudgetBytes = Positive(peakRam),
            KeyringEpoch = epoch,
            FrontEndVersion = frontEnd,
            MaxLatencyMs = latency,
            MinBatteryLevelPercent = battery,
            Health = new HealthProfile
            {
                TrialAttempts = attempts,
                MinimumWindows = windows,
                TrialDeadlineSeconds = deadline,
                HeapFloorBytes = Positive(heapFloor),
                RequireCompanionContact = (healthFlags & 1) != 0,
                NoAutoConfirm = (healthFlags & 2) != 0,
            },
            BlockSizeBytes = geometry.BlockSize,
            BlockCount = geometry.Blocks,
            PayloadOffsetBytes = geometry.PayloadOffset,
            TotalBytes = geometry.TotalBytes,
            Checksum = string.Empty,
            Components = [],
            OptionalFields = [],
        };
    }

    private static ComponentDescription ReadComponent(ByteCursor cursor, Geometry geometry)
    {
        int id = cursor.U8();
        int type = cursor.U8();
        ushort flags = cursor.U16();
        string version = Version(cursor);
        int length = Positive(cursor.U32());
        int firstBlock = cursor.U16();
        int dependsOn = cursor.U8();
        cursor.Take(1);
        string digest = Convert.ToHexStringLower(cursor.Take(32));
        string dependency = Convert.ToHexStringLower(cursor.Take(8));
        cursor.Take(8);
        int blocks = (int)(((long)length + geometry.BlockSize - 1) / geometry.BlockSize);
        int offset = geometry.PayloadOffset + (firstBlock * geometry.BlockSize);
        return new ComponentDescription(id, type, TypeName(type), (flags & 1) != 0, version, length, offset, firstBlock, blocks, dependsOn, dependency, digest);
    }

    private static List<TlvDescription> ReadTlvs(ByteCursor cursor)
    {
        List<TlvDescription> fields = [];
        while (cursor.Remaining > 0)
        {
            int type = cursor.U16();
            byte[] value = cursor.Take(cursor.U16()).ToArray();
            (string name, bool isText) = type switch
            {
                1 => ("SBOM digest", false),
                2 => ("source revision", true),
                3 => ("builder", true),
                4 => ("free text", true),
                0x8005 => ("app entry type", true),
                _ => ("unknown", false),
            };
            fields.Add(new TlvDescription(type, (type & 0x8000) != 0, name, isText ? Text(value) : Convert.ToHexStringLower(value)));
        }

        return fields;
    }

    private static string ChecksumOf(byte[] bundle, List<ComponentDescription> components)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ComponentDescription component in components)
        {
            if (component.OffsetBytes > bundle.Length || component.LengthBytes > bundle.Length - component.OffsetBytes)
            {
                throw Unreadable($"Component {component.Id} reaches beyond the end of the file.", ResultCode.Truncated);
            }

            hash.AppendData(bundle.AsSpan(component.OffsetBytes, component.LengthBytes));
        }

        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>What the keyring says, if there is one that can be read; the verifier says what is wrong with the others.</summary>
    private static KeyringDescription? KeyringOf(byte[] bundle, List<ComponentDescription> components)
    {
        ComponentDescription? component = components.Find(c => c.Type == ComponentType.Keyring);
        try
        {
            return component is null ? null : KeyringReader.Describe(bundle.AsSpan(component.OffsetBytes, component.LengthBytes).ToArray());
        }
        catch (KeyException)
        {
            return null;
        }
    }

    private static string TypeName(int type) => type switch
    {
        ComponentType.AppAssembly => "app assembly",
        ComponentType.Model => "model",
        ComponentType.Thresholds => "thresholds",
        ComponentType.Calibration => "calibration",
        ComponentType.GoldenVectors => "golden vectors",
        ComponentType.Keyring => "keyring",
        _ => "unknown",
    };

    private static DateTimeOffset? NotAfter(long seconds) =>
        seconds <= 0 || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? null : DateTimeOffset.FromUnixTimeSeconds(seconds);

    /// <summary>Text for people: what is not printable must not reach a terminal.</summary>
    private static string Text(ReadOnlySpan<byte> bytes) =>
        new([.. Encoding.UTF8.GetString(bytes.TrimEnd((byte)0)).Select(c => char.IsControl(c) ? '\uFFFD' : c)]);

    private static string Version(ByteCursor cursor) => new PackedVersion(cursor.U32()).ToString();

    private static int Positive(uint value) =>
        value <= int.MaxValue ? (int)value : throw Unreadable($"It declares a size of {value} bytes.", ResultCode.BadLength);

    private static BundleException Unreadable(string why, ResultCode code) =>
        new("The file is not a readable bundle.", why, "Copy or build it again.", code);

    private sealed record Geometry(string Format, int Components, int TlvBytes, int BlockSize, int Blocks, int SignedBytes, int PayloadOffset, int TotalBytes);
}
