using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TinyEdge.Bundles;
using TinyEdge.Companion.Keys;

namespace TinyEdge.Companion.Bundling;

/// <summary>
/// Packs components into one signed bundle. The bytes depend on the arguments and the key alone: no clock, no culture, no path, no
/// order of files. Nothing is returned that the device's parser or the independent verifier would refuse.
/// </summary>
public static class BundleBuilder
{
    /// <summary>Builds and signs.</summary>
    /// <exception cref="BundleException">The inputs contradict each other or a limit of the format.</exception>
    public static byte[] Build(DeploymentDocument deployment, ReleaseSettings release, IEnumerable<BundleComponent> components, ISigner signer)
    {
        byte[] bundle = Prepare(deployment, release, components, signer.PublicKey);
        return Complete(bundle, signer.Sign(DigestOf(bundle)), [signer.PublicKey]);
    }

    /// <summary>Builds everything but the signature, which is zeros, for a key that is kept elsewhere.</summary>
    /// <exception cref="BundleException">The inputs contradict each other or a limit of the format.</exception>
    public static byte[] Prepare(DeploymentDocument deployment, ReleaseSettings release, IEnumerable<BundleComponent> components, PublicKeyFile key)
    {
        IReadOnlyList<BundleComponent> ordered = ContentChecksum.InTableOrder(components);
        BundleInputCheck.Check(deployment, release, ordered);
        byte[] tlvs = TlvWriter.Write(release);
        BundleLayout layout = new(ordered, release.BlockSize, tlvs.Length);
        byte[] bundle = new byte[layout.TotalBytes];
        WritePayload(bundle, layout, ordered);
        WriteManifest(bundle, layout, deployment, release, key);
        WriteComponents(bundle, layout, deployment, release, ordered);
        tlvs.CopyTo(bundle, layout.SignedBytes - tlvs.Length);
        WritePrefix(bundle, layout, ordered.Count, tlvs.Length);
        PutUInt16(bundle, layout.SignedBytes, PublicKey.AlgorithmRsaPss3072);
        return bundle;
    }

    /// <summary>SHA-256 over the signed bytes of a bundle: what its key signs.</summary>
    /// <exception cref="BundleException">It is none.</exception>
    public static byte[] DigestOf(byte[] bundle) => SHA256.HashData(bundle.AsSpan(0, SignedBytesOf(bundle)));

    /// <summary>Puts a signature into a prepared bundle, and verifies all of it.</summary>
    /// <param name="unsigned">Is not changed.</param>
    /// <param name="signature">384 bytes.</param>
    /// <param name="trusted">The key that made it; with a keyring inside, also the key that signed that first.</param>
    /// <exception cref="BundleException">The signature does not fit, or the bundle is not sound.</exception>
    public static byte[] Complete(byte[] unsigned, byte[] signature, IReadOnlyList<PublicKeyFile> trusted)
    {
        if (signature.Length != RsaPssVerifier.SignatureSize)
        {
            throw new BundleException("The bundle was not built.", $"The signer returned {signature.Length} bytes instead of {RsaPssVerifier.SignatureSize}.", "Sign with RSA-3072 PSS.", ResultCode.BadSignature, ExitCode.Signature);
        }

        byte[] bundle = [.. unsigned];
        signature.CopyTo(bundle, SignedBytesOf(bundle) + BundleFormat.SignatureHeaderSize);
        BundleVerifier.RequireSound(bundle, trusted);
        return bundle;
    }

    private static int SignedBytesOf(byte[] bundle)
    {
        BundlePrefix prefix = new();
        ResultCode code = bundle.Length < BundleFormat.PrefixSize ? ResultCode.Truncated : prefix.TryRead(bundle);
        return code == ResultCode.Ok && prefix.TotalLength == bundle.Length
            ? prefix.SignedLength
            : throw new BundleException("The file is not a readable bundle.", $"Its prefix is refused: {code}.", "Build it again.", code);
    }

    private static void WritePrefix(byte[] bundle, BundleLayout layout, int components, int tlvBytes)
    {
        Span<byte> prefix = bundle.AsSpan(0, BundleFormat.PrefixSize);
        PutInt32(prefix, 0, BundleFormat.Magic);
        prefix[BundleFormat.MajorOffset] = BundleFormat.Major;
        prefix[BundleFormat.MinorOffset] = BundleFormat.Minor;
        PutUInt16(prefix, BundleFormat.ManifestLengthOffset, BundleFormat.ManifestSize);
        prefix[BundleFormat.ComponentCountOffset] = (byte)components;
        prefix[BundleFormat.SignatureCountOffset] = 1;
        PutUInt16(prefix, BundleFormat.TlvLengthOffset, tlvBytes);
        PutUInt16(prefix, BundleFormat.SignatureLengthOffset, BundleFormat.SignatureBlockSize);
        PutUInt16(prefix, BundleFormat.BlockSizeOffset, layout.BlockSize);
        PutUInt16(prefix, BundleFormat.BlockCountOffset, layout.BlockCount);
        PutInt32(prefix, BundleFormat.TotalLengthOffset, layout.TotalBytes);
        PutUInt32(prefix, BundleFormat.PrefixCrcOffset, Crc32.Compute(bundle, 0, BundleFormat.PrefixCrcOffset));
    }

    private static void WriteManifest(byte[] bundle, BundleLayout layout, DeploymentDocument deployment, ReleaseSettings release, PublicKeyFile key)
    {
        Span<byte> manifest = bundle.AsSpan(BundleFormat.PrefixSize, BundleFormat.ManifestSize);
        Encoding.ASCII.GetBytes(deployment.BundleId, manifest[BundleFormat.BundleIdOffset..]);
        Encoding.ASCII.GetBytes(deployment.RollbackTarget, manifest[BundleFormat.RollbackTargetOffset..]);
        PutUInt32(manifest, BundleFormat.VendorOffset, release.Vendor);
        PutUInt32(manifest, BundleFormat.DeviceClassOffset, release.DeviceClass);
        PutUInt32(manifest, BundleFormat.HardwareRevisionsOffset, release.HardwareRevisions);
        PutUInt32(manifest, BundleFormat.SequenceOffset, release.Sequence);
        PutUInt32(manifest, BundleFormat.SecurityFloorOffset, release.SecurityFloor);
        PutUInt32(manifest, BundleFormat.FirmwareVersionOffset, deployment.FirmwareVersion.Value);
        PutUInt32(manifest, BundleFormat.ModelVersionOffset, deployment.ModelVersion.Value);
        PutUInt32(manifest, BundleFormat.ThresholdVersionOffset, deployment.ThresholdVersion.Value);
        PutUInt32(manifest, BundleFormat.CalibrationVersionOffset, deployment.CalibrationVersion.Value);
        PutUInt32(manifest, BundleFormat.RuntimeMinOffset, release.RuntimeMin.Value);
        PutUInt32(manifest, BundleFormat.RuntimeMaxOffset, release.RuntimeMax.Value);
        PutUInt32(manifest, BundleFormat.EnvironmentOffset, deployment.Metadata.EnvironmentMask);
        BinaryPrimitives.WriteInt64LittleEndian(manifest[BundleFormat.NotAfterOffset..], release.NotAfter?.ToUnixTimeSeconds() ?? 0);
        release.NativeChecksums?.CopyTo(manifest[BundleFormat.NativeChecksumsOffset..]);
        key.KeyIdBytes().CopyTo(manifest[BundleFormat.KeyIdOffset..]);
        PutInt32(manifest, BundleFormat.PeakRamOffset, deployment.Metadata.PeakRamBudgetBytes);
        PutInt32(manifest, BundleFormat.HeapFloorOffset, release.Health.HeapFloorBytes);
        PutUInt16(manifest, BundleFormat.KeyringEpochOffset, release.KeyringEpoch);
        PutUInt16(manifest, BundleFormat.FrontEndVersionOffset, release.FrontEndVersion);
        PutUInt16(manifest, BundleFormat.MaxLatencyOffset, deployment.Metadata.MaxLatencyMs);
        PutUInt16(manifest, BundleFormat.MinimumWindowsOffset, release.Health.MinimumWindows);
        PutUInt16(manifest, BundleFormat.TrialDeadlineOffset, release.Health.TrialDeadlineSeconds);
        manifest[BundleFormat.MinBatteryOffset] = (byte)deployment.Metadata.MinBatteryLevel;
        manifest[BundleFormat.TrialAttemptsOffset] = (byte)release.Health.TrialAttempts;
        manifest[BundleFormat.HealthFlagsOffset] = (byte)((release.Health.RequireCompanionContact ? HealthPolicy.RequireCompanionContact : 0)
            | (release.Health.NoAutoConfirm ? HealthPolicy.NoAutoConfirm : 0));
        BlockDigest.Of(BlockList(bundle, layout, 0, layout.BlockCount)).CopyTo(manifest[BundleFormat.BlockListDigestOffset..]);
    }

    private static void WriteComponents(byte[] bundle, BundleLayout layout, DeploymentDocument deployment, ReleaseSettings release, IReadOnlyList<BundleComponent> components)
    {
        int firstBlock = 0;
        byte modelId = 0;
        byte[] modelDigest = [];
        for (int i = 0; i < components.Count; i++)
        {
            BundleComponent component = components[i];
            byte id = (byte)(i + 1);
            int blocks = layout.BlocksOf(component);
            byte[] digest = BlockDigest.OfComponent(component.Content.Length, BlockList(bundle, layout, firstBlock, blocks));
            if (component.Type == ComponentType.Model)
            {
                (modelId, modelDigest) = (id, digest);
            }

            Span<byte> entry = bundle.AsSpan(BundleFormat.PrefixSize + BundleFormat.ManifestSize + (i * BundleFormat.ComponentEntrySize), BundleFormat.ComponentEntrySize);
            entry[BundleFormat.ComponentIdOffset] = id;
            entry[BundleFormat.ComponentTypeOffset] = (byte)component.Type;
            PutUInt16(entry, BundleFormat.ComponentFlagsOffset, component.IsCritical ? BundleFormat.ComponentCritical : 0);
            PutUInt32(entry, BundleFormat.ComponentVersionOffset, VersionOf(component, deployment));
            PutInt32(entry, BundleFormat.ComponentLengthOffset, component.Content.Length);
            PutUInt16(entry, BundleFormat.ComponentFirstBlockOffset, firstBlock);
            digest.CopyTo(entry[BundleFormat.ComponentDigestOffset..]);
            WriteDependency(entry, component.Type, release.FrontEndVersion, modelId, modelDigest);
            firstBlock += blocks;
        }
    }

    /// <summary>Types ascend in the table, so that the model is known before whatever depends on it.</summary>
    private static void WriteDependency(Span<byte> entry, int type, ushort frontEndVersion, byte modelId, byte[] modelDigest)
    {
        switch (type)
        {
            case ComponentType.Model:
                entry[BundleFormat.ComponentDependsOnOffset] = BundleFormat.DependsOnRuntime;
                PutUInt16(entry, BundleFormat.ComponentDependencyOffset, frontEndVersion);
                break;
            case ComponentType.Thresholds or ComponentType.Calibration or ComponentType.GoldenVectors:
                entry[BundleFormat.ComponentDependsOnOffset] = modelId;
                modelDigest.AsSpan(0, BundleFormat.ComponentDependencySize).CopyTo(entry[BundleFormat.ComponentDependencyOffset..]);
                break;
        }
    }

    private static uint VersionOf(BundleComponent component, DeploymentDocument deployment) => component.Type switch
    {
        ComponentType.AppAssembly => deployment.FirmwareVersion.Value,
        ComponentType.Model or ComponentType.GoldenVectors => deployment.ModelVersion.Value,
        ComponentType.Thresholds => deployment.ThresholdVersion.Value,
        ComponentType.Calibration => deployment.CalibrationVersion.Value,
        _ => 0,
    };

    private static void WritePayload(byte[] bundle, BundleLayout layout, IReadOnlyList<BundleComponent> components)
    {
        int offset = layout.PayloadOffset;
        foreach (BundleComponent component in components)
        {
            component.Content.CopyTo(bundle, offset);
            offset += layout.BlocksOf(component) * layout.BlockSize;
        }

        for (int block = 0; block < layout.BlockCount; block++)
        {
            ReadOnlySpan<byte> content = bundle.AsSpan(layout.PayloadOffset + (block * layout.BlockSize), layout.BlockSize);
            BlockDigest.Of(content).CopyTo(bundle, layout.BlockListOffset + (block * BundleFormat.DigestSize));
        }
    }

    private static ReadOnlySpan<byte> BlockList(byte[] bundle, BundleLayout layout, int first, int count) =>
        bundle.AsSpan(layout.BlockListOffset + (first * BundleFormat.DigestSize), count * BundleFormat.DigestSize);

    private static void PutUInt16(Span<byte> at, int offset, int value) => BinaryPrimitives.WriteUInt16LittleEndian(at[offset..], (ushort)value);

    private static void PutInt32(Span<byte> at, int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(at[offset..], value);

    private static void PutUInt32(Span<byte> at, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(at[offset..], value);
}
