using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Keys;

namespace TinyEdge.Tests.Bundles;

/// <summary>Bundles that were sound and were changed by someone without the key, or cut, or signed by the wrong key.</summary>
public sealed class TamperedBundleTests
{
    private static readonly BundleDescription s_description = BundleInspector.Describe(BundleSample.Bytes);

    [Fact]
    public void P17_R1_Feed_AnyBitOfTheHeadFlipped_IsRefusedBeforeThePayload()
    {
        byte[] bundle = BundleSample.Bytes;
        BundleParser parser = BundleSample.Parser();
        int signed = BundleSample.SignedLength(bundle);
        int signatureEnd = signed + 392;
        for (int bit = 0; bit < s_description.PayloadOffsetBytes * 8; bit++)
        {
            int position = bit / 8;

            bundle[position] ^= (byte)(1 << (bit % 8));
            RecordingSink sink = new();

            ResultCode code = BundleSample.Parse(bundle, parser, sink);

            ResultCode[] expected = position < 32 ? [ResultCode.BadMagic, ResultCode.BadPrefixCrc]
                : position < signed ? [ResultCode.BadSignature, ResultCode.UnknownKey]
                : position < signed + 8 ? [ResultCode.UnsupportedAlgorithm]
                : position < signatureEnd ? [ResultCode.BadSignature]
                : [ResultCode.BlockListMismatch, ResultCode.NonZeroPadding];
            Assert.True(expected.Contains(code) && sink.Trace.Count == 0, $"bit {bit}: {code}");
            bundle[position] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void P17_Feed_TenThousandRandomBitsOfThePayloadFlipped_AreRefusedAtTheirBlock()
    {
        byte[] bundle = BundleSample.Bytes;
        BundleParser parser = BundleSample.Parser();
        int payload = s_description.PayloadOffsetBytes;
        Assert.Equal(ResultCode.NeedMore, parser.Feed(bundle, 0, payload, null, out _));
        Random random = new(30);
        for (int i = 0; i < 10_000; i++)
        {
            int position = random.Next(payload, bundle.Length);
            byte mask = (byte)(1 << random.Next(8));
            int block = (position - payload) / BundleSample.BlockSize;
            int start = payload + (block * BundleSample.BlockSize);
            bundle[position] ^= mask;

            Assert.Equal(ResultCode.Ok, parser.ResumeAtBlock(block));
            Assert.Equal(ResultCode.BlockDigestMismatch, parser.Feed(bundle, start, BundleSample.BlockSize, null, out _));
            bundle[position] ^= mask;
        }
    }

    [Fact]
    public void P16_Feed_CutAtEveryByte_NeverCompletes()
    {
        byte[] bundle = BundleSample.Bytes;
        BundleParser parser = BundleSample.Parser();

        // One byte at a time, the parser is at every possible cut once.
        for (int length = 0; length < bundle.Length; length++)
        {
            Assert.False(parser.Complete);
            ResultCode code = parser.Feed(bundle, length, 1, null, out int consumed);
            Assert.Equal(1, consumed);
            Assert.Equal(length == bundle.Length - 1 ? ResultCode.Ok : ResultCode.NeedMore, code);
            Assert.Equal(length + 1 >= s_description.PayloadOffsetBytes, parser.HeadAccepted);
        }
    }

    [Fact]
    public void P18_P19_Feed_BlocksSwappedOrDoubled_AreRefused()
    {
        byte[] bundle = BundleSample.Bytes;
        for (int first = 0; first < 9; first++)
        {
            for (int second = 0; second < 9; second++)
            {
                if (first != second)
                {
                    Assert.Equal(ResultCode.BlockDigestMismatch, BundleSample.Parse(MoveBlock(bundle, bundle, first, second, swap: true)));
                    Assert.Equal(ResultCode.BlockDigestMismatch, BundleSample.Parse(MoveBlock(bundle, bundle, first, second, swap: false)));
                }
            }
        }
    }

    [Fact]
    public void P20_Feed_BlockOfAnotherValidBundle_IsRefused()
    {
        byte[] bundle = BundleSample.Bytes;
        BundleComponent[] components = [.. BundleSample.Components];
        components[2] = components[2] with { Content = [.. components[2].Content.Reverse()] };
        byte[] other = BundleSample.Build(components: components);

        Assert.Equal(ResultCode.Ok, BundleSample.Parse(other));
        Assert.Equal(ResultCode.BlockDigestMismatch, BundleSample.Parse(MoveBlock(other, bundle, 3, 3, swap: false)));
    }

    [Fact]
    public void V18_Feed_PartsOfTwoValidBundlesMixed_AreRefused()
    {
        byte[] a = BundleSample.Bytes;
        byte[] b = BundleSample.Build(release: BundleSample.Release with { Sequence = 43 });
        int[] edges = [0, 32, BundleSample.SignedLength(a), BundleSample.SignedLength(a) + 392, s_description.PayloadOffsetBytes];

        // 2^4 mixtures of prefix, manifest with table, signature, block list; equal parts make some of them whole bundles.
        for (int mixture = 0; mixture < 16; mixture++)
        {
            byte[] mixed = [.. a];
            for (int part = 0; part < 4; part++)
            {
                byte[] source = (mixture >> part & 1) == 0 ? a : b;
                source.AsSpan(edges[part]..edges[part + 1]).CopyTo(mixed.AsSpan(edges[part]));
            }

            bool isWhole = mixed.AsSpan().SequenceEqual(a) || mixed.AsSpan().SequenceEqual(b);
            Assert.Equal(isWhole ? ResultCode.Ok : ResultCode.BadSignature, BundleSample.Parse(mixed));
        }
    }

    [Fact]
    public void S02_Feed_SignedByAStranger_IsUnknownKey()
    {
        Assert.Equal(ResultCode.UnknownKey, BundleSample.Parse(BundleSample.Build(signer: TestKeys.Stranger)));
    }

    [Fact]
    public void S05_S06_Feed_KeyIdOfOneKeyAndSignatureOfAnother_IsBadSignatureEvenIfBothAreTrusted()
    {
        KeyRing both = BundleSample.Trust(TestKeys.Trusted.PublicKey, TestKeys.Stranger.PublicKey);
        BundleParser parser = new(both, new PortableBlockDigest());

        Assert.Equal(ResultCode.BadSignature, BundleSample.Parse(BundleSample.Resign(BundleSample.Bytes, TestKeys.Stranger), parser));
        Assert.Equal(ResultCode.Ok, BundleSample.Parse(BundleSample.Build(signer: TestKeys.Stranger), parser));
    }

    [Fact]
    public void S03_Feed_RevokedKey_IsRefusedAndTheOtherStillWorks()
    {
        KeyRing ring = BundleSample.Trust(TestKeys.Trusted.PublicKey, TestKeys.Stranger.PublicKey);
        BundleParser parser = new(ring, new PortableBlockDigest());

        Assert.Equal(ResultCode.Ok, ring.TryRestore(2, 1));

        Assert.Equal(ResultCode.RevokedKey, BundleSample.Parse(BundleSample.Bytes, parser));
        Assert.Equal(ResultCode.Ok, BundleSample.Parse(BundleSample.Build(signer: TestKeys.Stranger), parser));
    }

    [Fact]
    public void S04_Feed_DevelopmentKeyOnAReleaseDevice_IsRefused()
    {
        byte[] bundle = BundleSample.Build(signer: TestKeys.Development);
        KeyRing workbench = BundleSample.Trust(TestKeys.Development.PublicKey);

        Assert.Equal(ResultCode.DevelopmentKeyRefused, BundleSample.Parse(bundle, new BundleParser(BundleSample.ReleaseTrust(TestKeys.Development.PublicKey), new PortableBlockDigest())));
        Assert.Equal(ResultCode.Ok, BundleSample.Parse(bundle, new BundleParser(workbench, new PortableBlockDigest())));
    }

    [Fact]
    public void S16_TryRestore_EveryKeyRevoked_IsRefused()
    {
        KeyRing ring = BundleSample.Trust(TestKeys.Trusted.PublicKey, TestKeys.Stranger.PublicKey);

        Assert.Equal(ResultCode.BadKey, ring.TryRestore(5, 3));
        Assert.Equal(ResultCode.BadKey, ring.TryRestore(5, -1));
        Assert.Equal(ResultCode.BadKey, ring.TryRestore(65536, 0));
        Assert.Equal((1, 0), (ring.Epoch, ring.RevokedMask));
    }

    [Fact]
    public void TryAdd_SameKeyTwiceOrRingFull_IsRefused()
    {
        KeyRing ring = BundleSample.Trust(TestKeys.Trusted.PublicKey);

        Assert.Equal(ResultCode.BadKey, ring.TryAdd(TestKeys.Trusted.PublicKey.ToDeviceKey()));
        Assert.Equal(1, ring.Count);
    }

    [Fact]
    public void Verify_DamagedBundle_NamesTheLayerOnBothWays()
    {
        PublicKeyFile[] keys = [TestKeys.Trusted.PublicKey];
        byte[] bundle = BundleSample.Bytes;
        Assert.True(BundleVerifier.Verify(bundle, keys).IsSound);

        Random random = new(31);
        for (int i = 0; i < 200; i++)
        {
            int position = random.Next(bundle.Length);
            byte[] damaged = BundleSample.With(bundle, position, (byte)(bundle[position] ^ (1 << random.Next(8))));

            BundleReport report = BundleVerifier.Verify(damaged, keys);

            // Both verifiers must see it, or one of them has a blind spot; the CRC of the prefix is the device's alone to check.
            Assert.NotEqual(ResultCode.Ok, report.DeviceResult);
            Assert.Contains(report.Checks, check => !check.Passed);
        }
    }

    private static byte[] MoveBlock(byte[] target, byte[] source, int from, int to, bool swap)
    {
        byte[] moved = [.. target];
        Block(source, from).CopyTo(moved.AsSpan(s_description.PayloadOffsetBytes + (to * BundleSample.BlockSize)));
        if (swap)
        {
            Block(source, to).CopyTo(moved.AsSpan(s_description.PayloadOffsetBytes + (from * BundleSample.BlockSize)));
        }

        return moved;
    }

    private static ReadOnlySpan<byte> Block(byte[] bundle, int index) =>
        bundle.AsSpan(s_description.PayloadOffsetBytes + (index * BundleSample.BlockSize), BundleSample.BlockSize);
}
