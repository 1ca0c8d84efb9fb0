using System.Buffers.Binary;
using System.Security.Cryptography;
using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;

namespace TinyEdge.Tests.Bundles;

/// <summary>
/// Somebody who holds valid bundles, and no key, makes new ones out of their parts, and puts right everything that he can compute: CRC,
/// block list, component digests, manifest digest. Also what is signed well and does not belong together.
/// </summary>
public sealed class MixedBundleTests
{
    private const int Model = 2;
    private const int Thresholds = 3;
    private const int Calibration = 4;

    private static readonly BundleComponent[] s_parts =
    [
        BundleSample.Component(ComponentType.Model, 1024),
        BundleSample.Component(ComponentType.Thresholds, 40),
        BundleSample.Component(ComponentType.Calibration, 512),
        BundleSample.Component(ComponentType.GoldenVectors, 513),
    ];

    private static readonly ReleaseSettings s_release = BundleSample.Release with { NativeChecksums = null, AppEntryType = null };
    private static readonly byte[] s_a = BundleSample.Build(release: s_release, components: s_parts);
    private static readonly byte[] s_b = BundleSample.Build(
        release: s_release with { Sequence = 43 },
        components: [.. s_parts.Select(part => part with { Content = [.. part.Content.Reverse()] })]);

    public static TheoryData<int> Mixtures => [.. Enumerable.Range(1, 14)];

    [Theory]
    [MemberData(nameof(Mixtures))]
    public void V18_Feed_ComponentsOfTwoBundlesMixed_IsRefusedWhateverIsComputedAnew(int mixture)
    {
        byte[] mixed = [.. s_a];
        BundleDescription description = BundleInspector.Describe(s_a);
        for (int part = 0; part < 4; part++)
        {
            ComponentDescription component = description.Components[part];
            if ((mixture >> part & 1) != 0)
            {
                int bytes = component.BlockCount * BundleSample.BlockSize;
                s_b.AsSpan(component.OffsetBytes, bytes).CopyTo(mixed.AsSpan(component.OffsetBytes));
            }
        }

        Assert.Equal(ResultCode.BlockDigestMismatch, BundleSample.Parse(mixed));
        PutBlockListRight(mixed);
        Assert.Equal(ResultCode.BlockListMismatch, BundleSample.Parse(mixed));
        PutSignedDigestsRight(mixed);
        Assert.Equal(ResultCode.BadSignature, BundleSample.Parse(mixed));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void V19_Feed_OneComponentDropped_IsRefusedWhateverIsComputedAnew(int dropped)
    {
        BundleComponent[] rest = [.. s_parts.Where((_, index) => index != dropped)];
        if (dropped > 1)
        {
            // What is left is a bundle of its own, but for the signature, which is that of the whole one.
            byte[] bundle = BundleBuilder.Prepare(BundleSample.Deployment, s_release, rest, TestKeys.Trusted.PublicKey);
            s_a.AsSpan(BundleSample.SignedLength(s_a) + 8, 384).CopyTo(bundle.AsSpan(BundleSample.SignedLength(bundle) + 8));
            Assert.Equal(ResultCode.BadSignature, BundleSample.Parse(bundle));
        }

        ComponentDescription component = BundleInspector.Describe(s_a).Components[dropped];
        byte[] cut = [.. s_a[..component.OffsetBytes], .. s_a[(component.OffsetBytes + (component.BlockCount * BundleSample.BlockSize))..]];
        Assert.NotEqual(ResultCode.Ok, BundleSample.Parse(cut));
        BinaryPrimitives.WriteInt32LittleEndian(cut.AsSpan(20), cut.Length);
        cut[18] -= (byte)component.BlockCount;
        cut[10]--;
        Assert.NotEqual(ResultCode.Ok, BundleSample.Parse(BundleSample.WithCrc(cut)));
    }

    [Theory]
    [InlineData(Model)]
    [InlineData(Thresholds)]
    public void V19_Feed_ModelOrThresholdsLeftOutBySigner_IsMissingComponent(int type)
    {
        byte[] bundle = [.. s_a];
        int entry = 32 + 192 + ((type - Model) * 64);

        // An unknown type that is not critical is carried along, so only what is missing can be wrong.
        bundle[entry + 1] = 99;
        bundle[entry + 2] = 0;
        bundle.AsSpan(entry + 14, 1).Clear();
        bundle.AsSpan(entry + 48, 8).Clear();

        Assert.Equal(ResultCode.MissingComponent, BundleSample.Parse(BundleSample.Resign(bundle)));
    }

    [Theory]
    [InlineData(Thresholds)]
    [InlineData(Calibration)]
    public void V15_Feed_MadeForAnotherModel_IsDependencyMismatch(int type)
    {
        byte[] bundle = [.. s_a];
        bundle[32 + 192 + ((type - Model) * 64) + 48] ^= 1;

        Assert.Equal(ResultCode.DependencyMismatch, BundleSample.Parse(BundleSample.Resign(bundle)));
    }

    [Fact]
    public void V14_Feed_ModelForAnotherFrontEnd_IsDependencyMismatch()
    {
        byte[] bundle = [.. s_a];
        bundle[32 + 192 + 48] ^= 1;

        Assert.Equal(ResultCode.DependencyMismatch, BundleSample.Parse(BundleSample.Resign(bundle)));
    }

    [Fact]
    public void V17_Feed_NoCalibration_IsTakenAndTheDeviceUsesNone()
    {
        byte[] bundle = BundleSample.Build(release: s_release, components: [s_parts[0], s_parts[1], s_parts[3]]);
        BundleParser parser = BundleSample.Parser();

        Assert.Equal(ResultCode.Ok, BundleSample.Parse(bundle, parser));
        Assert.False(parser.TryFindComponent(ComponentType.Calibration, out _, out _));
    }

    [Theory]
    [InlineData("no signature counted")]
    [InlineData("zeros")]
    [InlineData("no algorithm")]
    public void S01_Feed_Unsigned_IsRefused(string how)
    {
        byte[] bundle = [.. s_a];
        int block = BundleSample.SignedLength(bundle);
        switch (how)
        {
            case "no signature counted":
                bundle[11] = 0;
                break;
            case "zeros":
                bundle.AsSpan(block + 8, 384).Clear();
                break;
            default:
                bundle.AsSpan(block, 8).Clear();
                break;
        }

        Assert.Equal(how == "no algorithm" ? ResultCode.UnsupportedAlgorithm : ResultCode.BadSignature, BundleSample.Parse(BundleSample.WithCrc(bundle)));
    }

    /// <summary>S07, R2: no byte of a bundle lies outside signature and digests; each layer answers with its own code.</summary>
    [Fact]
    public void S07_R2_Feed_AnyByteChangedAndCrcRight_IsRefused()
    {
        BundleParser parser = BundleSample.Parser();
        int signed = BundleSample.SignedLength(s_a);
        for (int position = 0; position < s_a.Length; position += position < signed ? 2 : position < signed + 400 ? 8 : 97)
        {
            byte[] changed = BundleSample.WithCrc(BundleSample.With(s_a, position, (byte)(s_a[position] ^ 0x10)));
            bool isCrc = position is >= 28 and < 32;
            Assert.Equal(isCrc, BundleSample.Parse(changed, parser) == ResultCode.Ok);
        }
    }

    /// <summary>S13, S14: whatever a bundle claims its signature to be, there is one algorithm for a pinned key, and one signature.</summary>
    [Fact]
    public void S13_S14_Feed_AnyOtherAlgorithmOrSecondSignature_IsUnsupported()
    {
        for (int algorithm = 0; algorithm <= ushort.MaxValue; algorithm += algorithm < 20 ? 1 : 997)
        {
            byte[] bundle = [.. s_a];
            BinaryPrimitives.WriteUInt16LittleEndian(bundle.AsSpan(BundleSample.SignedLength(bundle)), (ushort)algorithm);
            Assert.Equal(algorithm == 1 ? ResultCode.Ok : ResultCode.UnsupportedAlgorithm, BundleSample.Parse(bundle));
        }

        Assert.Equal(ResultCode.UnsupportedAlgorithm, BundleSample.Parse(BundleSample.WithCrc(BundleSample.With(s_a, 11, 2))));
    }

    /// <summary>S04: the lab takes a key that everybody has, the release device does not, and says why.</summary>
    [Fact]
    public void S04_Feed_WellKnownKeyOnAReleaseDevice_IsRefused()
    {
        Assert.Equal(ResultCode.WellKnownKeyRefused, BundleSample.Parse(s_a, new BundleParser(BundleSample.ReleaseTrust(TestKeys.Trusted.PublicKey), new PortableBlockDigest())));
        Assert.Equal(ResultCode.Ok, BundleSample.Parse(s_a));
        foreach (Companion.Keys.SigningKey key in new[] { TestKeys.Trusted, TestKeys.Stranger, TestKeys.Development, LabBundle.Key, LabKeyring.Next })
        {
            Assert.True(WellKnownKeys.Contains(key.PublicKey.KeyIdBytes(), 0));
        }

        Assert.False(WellKnownKeys.Contains(ReleaseKey.Key.PublicKey.KeyIdBytes(), 0));
    }

    /// <summary>The list of block digests: covered by a digest, but not a signed byte itself.</summary>
    private static void PutBlockListRight(byte[] bundle)
    {
        BundleDescription description = BundleInspector.Describe(bundle);
        int list = BundleSample.SignedLength(bundle) + 392;
        for (int block = 0; block < description.BlockCount; block++)
        {
            BlockDigest.Of(bundle.AsSpan(description.PayloadOffsetBytes + (block * BundleSample.BlockSize), BundleSample.BlockSize)).CopyTo(bundle, list + (block * 32));
        }
    }

    private static void PutSignedDigestsRight(byte[] bundle)
    {
        BundleDescription description = BundleInspector.Describe(bundle);
        int list = BundleSample.SignedLength(bundle) + 392;
        byte[] modelDigest = [];
        foreach (ComponentDescription component in description.Components)
        {
            int entry = 32 + 192 + ((component.Id - 1) * 64);
            byte[] digest = BlockDigest.OfComponent(component.LengthBytes, bundle.AsSpan(list + (component.FirstBlock * 32), component.BlockCount * 32));
            digest.CopyTo(bundle, entry + 16);
            if (component.Type == ComponentType.Model)
            {
                modelDigest = digest;
            }
            else
            {
                modelDigest.AsSpan(0, 8).CopyTo(bundle.AsSpan(entry + 48));
            }
        }

        BlockDigest.Of(bundle.AsSpan(list, description.BlockCount * 32)).CopyTo(bundle, 32 + 160);
    }
}
