using System.Text;
using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Profiling;

namespace TinyEdge.Tests.Bundles;

public sealed class BundleParserTests
{
    [Fact]
    public void Feed_WholeBundle_ReadsEveryFieldBack()
    {
        byte[] bundle = BundleSample.Bytes;
        BundleParser parser = BundleSample.Parser();

        Assert.Equal(ResultCode.Ok, BundleSample.Parse(bundle, parser));

        BundleManifest manifest = parser.Manifest;
        Assert.Equal(BundleSample.Ascii("fan-2026.11-r7", 32), manifest.BundleId);
        Assert.Equal(BundleSample.Ascii("golden", 32), parser.Head.AsSpan(BundleManifest.RollbackTargetAt, BundleFormat.BundleIdSize).ToArray());
        Assert.Equal((42u, 3u, 1), (manifest.Sequence, manifest.SecurityFloor, manifest.KeyringEpoch));
        Assert.Equal((0x01020003u, 0x04050006u, 0x07080009u, 0x0A0B04B0u), (manifest.FirmwareVersion, manifest.ModelVersion, manifest.ThresholdVersion, manifest.CalibrationVersion));
        Assert.Equal((KnownDevices.VendorTinyEdge, KnownDevices.ClassVibrationMonitor, 6u), (manifest.Vendor, manifest.DeviceClass, manifest.HardwareRevisions));
        Assert.Equal((0x01000000u, 0x01FFFFFFu), (manifest.RuntimeMin, manifest.RuntimeMax));
        Assert.Equal(1u | 8u | 256u, manifest.Environment);
        Assert.Equal(new DateTimeOffset(2030, 1, 1, 18, 4, 5, TimeSpan.Zero).ToUnixTimeSeconds(), manifest.NotAfter);
        Assert.Equal((30, 250, 12288, 20000), (manifest.MinBatteryLevel, manifest.MaxLatencyMs, manifest.PeakRamBudgetBytes, manifest.HeapFloorBytes));
        Assert.Equal((2, 8, 300, HealthPolicy.RequireCompanionContact), (manifest.TrialAttempts, manifest.MinimumWindows, manifest.TrialDeadlineSeconds, manifest.HealthFlags));
        Assert.Equal(2, manifest.FrontEndVersion);
        Assert.Equal(TestKeys.Trusted.PublicKey.KeyIdBytes(), parser.Head.AsSpan(BundleFormat.PrefixSize + BundleFormat.KeyIdOffset, PublicKey.KeyIdSize).ToArray());
        Assert.Equal("TinyEdge.App.EntryPoint", Encoding.ASCII.GetString(parser.Head, parser.Tlvs.EntryTypeOffset, parser.Tlvs.EntryTypeLength));
        Assert.True(parser.Complete);
        Assert.Equal(bundle.Length, parser.Position);
    }

    [Fact]
    public void Feed_WholeBundle_GivesEveryComponentBack()
    {
        byte[] bundle = BundleSample.Bytes;
        BundleParser parser = BundleSample.Parser();
        BundleSample.Parse(bundle, parser);

        Assert.Equal(BundleSample.Components.Length, parser.Components.Count);
        for (int i = 0; i < parser.Components.Count; i++)
        {
            ComponentEntry entry = parser.Components.At(i);
            Assert.Equal(BundleSample.Components[i].Type, entry.Type);
            Assert.Equal(BundleSample.Components[i].Content, bundle.AsSpan(parser.OffsetOf(entry), entry.Length));
        }

        Assert.True(parser.TryFindComponent(ComponentType.Thresholds, out int offset, out int length));
        Assert.Equal(BundleSample.Components[3].Content, bundle.AsSpan(offset, length));
        Assert.False(parser.TryFindComponent(ComponentType.Keyring, out _, out _));
    }

    [Theory]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(2048)]
    [InlineData(4096)]
    public void Feed_EveryBlockSize_IsAccepted(int blockSize)
    {
        byte[] bundle = BundleSample.Build(release: BundleSample.Release with { BlockSize = blockSize });

        Assert.Equal(ResultCode.Ok, BundleSample.Parse(bundle));
    }

    [Fact]
    public void Feed_BundleWithoutAssemblies_IsAccepted()
    {
        byte[] bundle = BundleSample.Build(
            release: BundleSample.Release with { NativeChecksums = null, AppEntryType = null },
            components: BundleSample.Components[2..4]);
        BundleParser parser = BundleSample.Parser();

        Assert.Equal(ResultCode.Ok, BundleSample.Parse(bundle, parser));
        Assert.Equal(0, parser.Tlvs.EntryTypeLength);
    }

    [Fact]
    public void P26_Feed_AnyChunking_GivesTheSameTrace()
    {
        byte[] bundle = BundleSample.Bytes;
        RecordingSink reference = new();
        Assert.Equal(ResultCode.Ok, BundleSample.Parse(bundle, sink: reference));
        Assert.Equal(1 + 9, reference.Trace.Count);

        Random random = new(20);
        foreach (int size in new[] { 1, 2, 3, 7, 63, 64, 65, 255, 4095, 4096, 4097, 0, 0, 0, 0 })
        {
            RecordingSink sink = new();
            ResultCode code = FeedInPieces(BundleSample.Parser(), bundle, sink, () => size > 0 ? size : random.Next(0, 900));
            Assert.Equal(ResultCode.Ok, code);
            Assert.Equal(reference.Trace, sink.Trace);
        }
    }

    [Fact]
    public void P26_Feed_DamagedBundleInAnyChunking_IsRefusedAtTheSamePosition()
    {
        Random random = new(21);
        foreach (int position in new[] { 2, 20, 100, 900, 1400, 2000, 4000 })
        {
            byte[] bundle = BundleSample.Bytes;
            bundle[position] ^= 4;
            BundleParser whole = BundleSample.Parser();
            ResultCode expected = whole.Feed(bundle, 0, bundle.Length, null, out int consumed);
            Assert.NotEqual(ResultCode.Ok, expected);
            Assert.Equal(whole.Position, consumed);
            for (int i = 0; i < 5; i++)
            {
                BundleParser parser = BundleSample.Parser();
                Assert.Equal(expected, FeedInPieces(parser, bundle, null, () => random.Next(1, 700)));
                Assert.Equal(consumed, parser.Position);
            }
        }
    }

    [Fact]
    public void Feed_ReusedParser_DoesNotAllocate()
    {
        byte[] bundle = BundleSample.Bytes;
        BundleParser parser = BundleSample.Parser();
        BundleSample.Parse(bundle, parser);

        ResultCode code = ResultCode.NeedMore;
        long allocated = AllocationMeter.Measure(() =>
        {
            parser.Reset();
            code = parser.Feed(bundle, 0, bundle.Length, null, out _);
        });

        Assert.Equal(0, allocated);
        Assert.Equal(ResultCode.Ok, code);
    }

    [Fact]
    public void Feed_HeadRefusedBySink_StaysRefusedAndHandsNothingOn()
    {
        byte[] bundle = BundleSample.Bytes;
        BundleParser parser = BundleSample.Parser();
        RecordingSink sink = new() { HeadAnswer = ResultCode.SequenceReplayed };

        Assert.Equal(ResultCode.SequenceReplayed, parser.Feed(bundle, 0, bundle.Length, sink, out int consumed));
        Assert.Equal(parser.PayloadOffset, consumed);
        Assert.Equal(ResultCode.SequenceReplayed, parser.Feed(bundle, consumed, 10, sink, out consumed));
        Assert.Equal(0, consumed);
        Assert.False(parser.HeadAccepted);
        Assert.Equal(ResultCode.OffsetMismatch, parser.ResumeAtBlock(0));
        Assert.Single(sink.Trace);
        Assert.Equal(ResultCode.Ok, BundleSample.Parse(bundle, parser));
    }

    [Fact]
    public void Feed_BlockRefusedBySink_StopsThere()
    {
        byte[] bundle = BundleSample.Bytes;
        RecordingSink sink = new() { BlockAnswer = ResultCode.StorageFull };

        Assert.Equal(ResultCode.StorageFull, BundleSample.Parse(bundle, sink: sink));
        Assert.Equal(2, sink.Trace.Count);
    }

    [Fact]
    public void ResumeAtBlock_AfterADamagedBlock_GoesOnWithTheGoodOne()
    {
        byte[] bundle = BundleSample.Bytes;
        BundleParser parser = BundleSample.Parser();
        RecordingSink sink = new();
        byte[] damaged = [.. bundle];
        int payload = PayloadOffset(bundle);
        damaged[payload + (3 * BundleSample.BlockSize) + 100] ^= 1;

        Assert.Equal(ResultCode.BlockDigestMismatch, parser.Feed(damaged, 0, damaged.Length, sink, out _));
        Assert.Equal(ResultCode.Ok, parser.ResumeAtBlock(3));
        Assert.Equal(payload + (3 * BundleSample.BlockSize), parser.Position);
        Assert.Equal(ResultCode.Ok, parser.Feed(bundle, parser.Position, bundle.Length - parser.Position, sink, out _));
        Assert.Equal(bundle[payload..], sink.Payload);
    }

    [Fact]
    public void ResumeAtBlock_HeadFedAgain_TakesTheRest()
    {
        byte[] bundle = BundleSample.Bytes;
        int payload = PayloadOffset(bundle);
        for (int block = 0; block <= 9; block++)
        {
            BundleParser parser = BundleSample.Parser();
            Assert.Equal(ResultCode.NeedMore, parser.Feed(bundle, 0, payload, null, out _));
            Assert.Equal(ResultCode.Ok, parser.ResumeAtBlock(block));
            Assert.Equal(ResultCode.Ok, parser.Feed(bundle, parser.Position, bundle.Length - parser.Position, null, out _));
            Assert.True(parser.Complete);
        }
    }

    [Fact]
    public void ResumeAtBlock_WithoutHeadOrOutOfRange_IsRefused()
    {
        byte[] bundle = BundleSample.Bytes;
        BundleParser parser = BundleSample.Parser();

        Assert.Equal(ResultCode.OffsetMismatch, parser.ResumeAtBlock(0));
        parser.Feed(bundle, 0, PayloadOffset(bundle) - 1, null, out _);
        Assert.Equal(ResultCode.OffsetMismatch, parser.ResumeAtBlock(0));
        parser.Feed(bundle, PayloadOffset(bundle) - 1, 1, null, out _);
        Assert.Equal(ResultCode.OffsetMismatch, parser.ResumeAtBlock(-1));
        Assert.Equal(ResultCode.OffsetMismatch, parser.ResumeAtBlock(10));
    }

    [Fact]
    public void CheckBlock_EveryBlock_IsOkWhereItBelongsOnly()
    {
        byte[] bundle = BundleSample.Bytes;
        int payload = PayloadOffset(bundle);
        BundleParser parser = BundleSample.Parser();
        Assert.Equal(ResultCode.OffsetMismatch, parser.CheckBlock(0, new byte[BundleSample.BlockSize]));
        BundleSample.Parse(bundle, parser);
        for (int block = 0; block < 9; block++)
        {
            byte[] content = bundle.AsSpan(payload + (block * BundleSample.BlockSize), BundleSample.BlockSize).ToArray();
            for (int index = 0; index < 9; index++)
            {
                Assert.Equal(index == block ? ResultCode.Ok : ResultCode.BlockDigestMismatch, parser.CheckBlock(index, content));
            }
        }

        Assert.Equal(ResultCode.OffsetMismatch, parser.CheckBlock(9, new byte[BundleSample.BlockSize]));
        Assert.Equal(ResultCode.OffsetMismatch, parser.CheckBlock(-1, new byte[BundleSample.BlockSize]));
        Assert.Equal(ResultCode.Truncated, parser.CheckBlock(0, new byte[BundleSample.BlockSize - 1]));
    }

    [Fact]
    public void Feed_RangeOutsideTheArray_IsRefusedAndTakesNothing()
    {
        BundleParser parser = BundleSample.Parser();
        byte[] bytes = new byte[10];

        Assert.Equal(ResultCode.BadLength, parser.Feed(bytes, 0, 11, null, out int consumed));
        Assert.Equal(ResultCode.BadLength, parser.Feed(bytes, 11, 0, null, out _));
        Assert.Equal(ResultCode.BadLength, parser.Feed(bytes, -1, 1, null, out _));
        Assert.Equal(ResultCode.BadLength, parser.Feed(bytes, 1, -1, null, out _));
        Assert.Equal((0, 0), (consumed, parser.Position));
    }

    [Fact]
    public void Fingerprint_OfAnAcceptedHead_IsSha256OverTheSignedBytes()
    {
        byte[] bundle = BundleSample.Bytes;
        BundleParser parser = BundleSample.Parser();
        BundleSample.Parse(bundle, parser);

        Assert.Equal(System.Security.Cryptography.SHA256.HashData(bundle.AsSpan(0, BundleSample.SignedLength(bundle))), parser.Fingerprint);
        Assert.Equal(BundleInspector.Describe(bundle).Fingerprint, Convert.ToHexStringLower(parser.Fingerprint));
    }

    private static int PayloadOffset(byte[] bundle) => BundleInspector.Describe(bundle).PayloadOffsetBytes;

    private static ResultCode FeedInPieces(BundleParser parser, byte[] bundle, IBundleSink? sink, Func<int> nextSize)
    {
        ResultCode code = ResultCode.NeedMore;
        for (int position = 0; position < bundle.Length && code == ResultCode.NeedMore;)
        {
            // Each piece in an array of its own: the parser must not look beyond it or keep it.
            byte[] piece = [0xEE, .. bundle.AsSpan(position, Math.Min(nextSize(), bundle.Length - position)), 0xEE];
            code = parser.Feed(piece, 1, piece.Length - 2, sink, out int consumed);
            position += consumed;
            Array.Fill(piece, (byte)0xDD);
        }

        return code;
    }
}
