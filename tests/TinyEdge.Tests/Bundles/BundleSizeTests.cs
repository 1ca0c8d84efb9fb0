using TinyEdge.Bundles;
using TinyEdge.Tests.Update;

namespace TinyEdge.Tests.Bundles;

/// <summary>How much is taken, and where it goes: only what the signature covers decides either.</summary>
public sealed class BundleSizeTests
{
    private static readonly string[] s_files = ["boot0.rec", "boot1.rec", "bank_a.teb", "bank_b.teb", "baseline.sig", "devkey0.rec", "devkey1.rec", "keys0.rec", "keys1.rec", "updates.log"];

    /// <summary>Names that mean something to some file system, all of them good bundle ids, and those of the device's own files.</summary>
    public static TheoryData<string> Names => ["CON", "nul", "aux.", "a..b", "COM1.teb", "boot0.rec", "bank_a.teb", "I-boot", "a-_+.", new string('x', 32)];

    [Theory]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(2048)]
    [InlineData(4096)]
    public void P23_Push_BytesDeclaredHashedAndWritten_AreOneNumber(int blockSize)
    {
        byte[] bundle = LabBundle.Build(LabBundle.Release with { BlockSize = blockSize });
        MemoryFileStore files = new();
        LabDevice device = LabDevice.Boot(files);
        RecordingSink sink = new();
        KeyRing trust = BundleSample.Trust(LabBundle.Key.PublicKey);
        BundleParser parser = new(trust, new PortableBlockDigest());

        Assert.Equal(ResultCode.Ok, parser.Feed(bundle, 0, bundle.Length, sink, out int consumed));
        Assert.Equal(ResultCode.Ok, device.Push(bundle));

        Assert.Equal(bundle.Length, consumed);
        Assert.Equal(bundle.Length, parser.Prefix.TotalLength);
        Assert.Equal(bundle.Length, parser.PayloadOffset + sink.Payload.Count);
        Assert.Equal(bundle, files["bank_a.teb"]);
        Assert.Null(files["bank_b.teb"]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void P15_Push_NameThatCouldBeAPath_NeverBecomesOne(string name)
    {
        MemoryFileStore files = new();
        LabDevice device = LabDevice.Boot(files);
        byte[] bundle = LabBundle.Build(LabBundle.Release, LabBundle.Deployment with { BundleId = name });

        Assert.Equal(ResultCode.Ok, device.Push(bundle));
        Assert.All(files.Names, file => Assert.Contains(file, s_files));
        Assert.Equal(bundle, files["bank_a.teb"]);
    }

    /// <summary>Each cut around the edges of head and blocks: Finish wants the rest, and nothing can be booted.</summary>
    [Fact]
    public void P16_Finish_CutAtTheEdgesOfHeadAndBlocks_IsIncompleteAndNothingIsStaged()
    {
        byte[] bundle = LabBundle.Of(10);
        int payload = LabBundle.PayloadOffsetOf(bundle);
        List<int> cuts = [0, 1, 31, 32, 33];
        for (int edge = payload; edge <= bundle.Length; edge += LabBundle.BlockSize)
        {
            cuts.AddRange(new[] { edge - 1, edge, edge + 1 }.Where(cut => cut < bundle.Length));
        }

        foreach (int cut in cuts)
        {
            LabDevice device = LabDevice.Boot(new MemoryFileStore());
            Assert.Equal(ResultCode.Ok, device.Engine.Open(LabBundle.FingerprintOf(bundle), 0, bundle.Length, LabDevice.Link, out _));
            Assert.True(cut == 0 || device.Engine.Feed(0, bundle, 0, cut, LabDevice.Link) is ResultCode.Ok or ResultCode.NeedMore, $"{cut}");
            Assert.Equal(ResultCode.IncompleteUpdate, device.Engine.Finish(LabDevice.Link));
            Assert.Equal(TinyEdge.Runtime.Update.Bank.Golden, device.Reboot().Engine.RunningBank);
        }
    }
}
