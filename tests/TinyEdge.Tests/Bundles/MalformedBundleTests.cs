using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;

namespace TinyEdge.Tests.Bundles;

/// <summary>
/// Bundles with one thing wrong and everything else right, the CRC and, where the signature covers it, the signature too: each must be refused for what is
/// wrong with it. The ids are those of the fault catalogue.
/// </summary>
public sealed class MalformedBundleTests
{
    private const int Manifest = 32;
    private const int Table = 32 + 192;
    private const int Entry = 64;

    /// <summary>P01-P06, P21, P23: the prefix, position, bytes and what the parser must say.</summary>
    public static TheoryData<string, int, string, ResultCode> PrefixCases => new()
    {
        { "P01 magic 0", 0, "00", ResultCode.BadMagic },
        { "P01 magic 1", 1, "65", ResultCode.BadMagic },
        { "P01 magic 2", 2, "43", ResultCode.BadMagic },
        { "P01 magic 3", 3, "32", ResultCode.BadMagic },
        { "P02 major 0", 4, "00", ResultCode.UnsupportedFormat },
        { "P02 major 2", 4, "02", ResultCode.UnsupportedFormat },
        { "P02 major 255", 4, "FF", ResultCode.UnsupportedFormat },
        { "P02 minor 1", 5, "01", ResultCode.UnsupportedFormat },
        { "P24 flag 0", 6, "0100", ResultCode.BadFlags },
        { "P24 flag 15", 6, "0080", ResultCode.BadFlags },
        { "P24 reserved", 24, "00000001", ResultCode.BadFlags },
        { "P03 manifest 0", 8, "0000", ResultCode.BadLength },
        { "P03 manifest -1", 8, "BF00", ResultCode.BadLength },
        { "P03 manifest +1", 8, "C100", ResultCode.BadLength },
        { "P03 manifest max", 8, "FFFF", ResultCode.BadLength },
        { "P05 components 0", 10, "00", ResultCode.BadComponentTable },
        { "P05 components 17", 10, "11", ResultCode.BadComponentTable },
        { "P05 components 255", 10, "FF", ResultCode.BadComponentTable },
        { "S01 no signature", 11, "00", ResultCode.BadSignature },
        { "S14 two signatures", 11, "02", ResultCode.UnsupportedAlgorithm },
        { "P22 TLV 513", 12, "0102", ResultCode.BadLength },
        { "P22 TLV max", 12, "FFFF", ResultCode.BadLength },
        { "P21 signature 0", 14, "0000", ResultCode.BadLength },
        { "P21 signature 391", 14, "8701", ResultCode.BadLength },
        { "P21 signature 256", 14, "0001", ResultCode.BadLength },
        { "P06 block size 0", 16, "0000", ResultCode.BadBlockSize },
        { "P06 block size 256", 16, "0001", ResultCode.BadBlockSize },
        { "P06 block size 513", 16, "0102", ResultCode.BadBlockSize },
        { "P06 block size 8192", 16, "0020", ResultCode.BadBlockSize },
        { "P06 block size 32768", 16, "0080", ResultCode.BadBlockSize },
        { "P06 blocks 0", 18, "0000", ResultCode.BadLength },
        { "P06 blocks +1", 18, "0A00", ResultCode.BadLength },
        { "P06 blocks 128", 18, "8000", ResultCode.HeadTooLarge },
        { "P06 blocks max", 18, "FFFF", ResultCode.HeadTooLarge },
        { "P04 total 0", 20, "00000000", ResultCode.BadLength },
        { "P04 total 31", 20, "1F000000", ResultCode.BadLength },
        { "P04 total 2^31-1", 20, "FFFFFF7F", ResultCode.BadLength },
        { "P04 total 2^31", 20, "00000080", ResultCode.BadLength },
        { "P04 total 2^32-1", 20, "FFFFFFFF", ResultCode.BadLength },
    };

    /// <summary>P06, P08-P15, P24: signed bytes after the prefix.</summary>
    public static TheoryData<string, int, string, ResultCode> SignedCases => new()
    {
        { "P15 empty id", Manifest, Hex("", 32), ResultCode.BadText },
        { "P15 ..", Manifest, Hex("..", 32), ResultCode.BadText },
        { "P15 slash", Manifest, Hex("a/b", 32), ResultCode.BadText },
        { "P15 backslash", Manifest, Hex("a\\b", 32), ResultCode.BadText },
        { "P15 colon", Manifest, Hex("I:b", 32), ResultCode.BadText },
        { "P15 space at the end", Manifest, Hex("abc ", 32), ResultCode.BadText },
        { "P15 NUL inside", Manifest, Hex("ab\0c", 32), ResultCode.BadText },
        { "P15 not ASCII", Manifest, "C3A4" + Hex("b", 30), ResultCode.BadText },
        { "P15 rollback target", Manifest + 32, Hex("../x", 32), ResultCode.BadText },
        { "P06 vendor 0", Manifest + 64, "00000000", ResultCode.BadManifest },
        { "P06 class 0", Manifest + 68, "00000000", ResultCode.BadManifest },
        { "P06 hardware 0", Manifest + 72, "00000000", ResultCode.BadManifest },
        { "P06 sequence 0", Manifest + 76, "00000000", ResultCode.BadManifest },
        { "P06 sequence 2^31", Manifest + 76, "00000080", ResultCode.BadManifest },
        { "P06 floor 2^31", Manifest + 80, "00000080", ResultCode.BadManifest },
        { "P06 runtime range", Manifest + 100, "FFFFFFFF00000000", ResultCode.BadManifest },
        { "P06 no platform", Manifest + 108, "00010000", ResultCode.BadManifest },
        { "P06 no ring", Manifest + 108, "01000000", ResultCode.BadManifest },
        { "P06 unknown platform", Manifest + 108, "11010000", ResultCode.BadManifest },
        { "P06 expiry negative", Manifest + 112, "FFFFFFFFFFFFFFFF", ResultCode.BadManifest },
        { "no natives for assemblies", Manifest + 120, "0000000000000000", ResultCode.BadManifest },
        { "P06 RAM 0", Manifest + 136, "00000000", ResultCode.BadManifest },
        { "P06 RAM 2^31", Manifest + 136, "00000080", ResultCode.BadManifest },
        { "P06 heap 2^31", Manifest + 140, "00000080", ResultCode.BadManifest },
        { "V14 front end", Manifest + 146, "0100", ResultCode.DependencyMismatch },
        { "P06 latency 0", Manifest + 148, "0000", ResultCode.BadManifest },
        { "P06 deadline 0", Manifest + 152, "0000", ResultCode.BadManifest },
        { "P06 battery 101", Manifest + 154, "65", ResultCode.BadManifest },
        { "P06 attempts 0", Manifest + 155, "00", ResultCode.BadManifest },
        { "P06 attempts 16", Manifest + 155, "10", ResultCode.BadManifest },
        { "P24 health flag", Manifest + 156, "04", ResultCode.BadManifest },
        { "P24 reserved", Manifest + 157, "01", ResultCode.BadManifest },
        { "P24 reserved", Manifest + 159, "80", ResultCode.BadManifest },
        { "block list digest", Manifest + 160, "0000", ResultCode.BlockListMismatch },
        { "component id 0", Table, "00", ResultCode.BadComponent },
        { "component id 255", Table, "FF", ResultCode.BadComponent },
        { "P13 component id twice", Table + Entry, "01", ResultCode.DuplicateComponent },
        { "P13 two models", Table + (3 * Entry) + 1, "02", ResultCode.DuplicateComponent },
        { "P14 unknown critical", Table + 1, "07", ResultCode.UnknownComponentType },
        { "P14 type 0", Table + 1, "00", ResultCode.UnknownComponentType },
        { "P24 component flag", Table + 2, "0300", ResultCode.BadComponent },
        { "component version", Table + (2 * Entry) + 4, "00", ResultCode.BadComponent },
        { "P06 length 0", Table + 8, "00000000", ResultCode.ComponentOutOfRange },
        { "P12 length +1 block", Table + 8, "01040000", ResultCode.ComponentOutOfRange },
        { "P07 length 2^31-1", Table + 8, "FFFFFF7F", ResultCode.ComponentOutOfRange },
        { "P07 length 2^31", Table + 8, "00000080", ResultCode.ComponentOutOfRange },
        { "P07 length 2^32-16", Table + 8, "F0FFFFFF", ResultCode.ComponentOutOfRange },
        { "P12 last length +1 block", Table + (5 * Entry) + 8, "01040000", ResultCode.ComponentOutOfRange },
        { "P09 first block", Table + 12, "0100", ResultCode.ComponentOutOfRange },
        { "P08 overlap", Table + Entry + 12, "0100", ResultCode.ComponentOutOfRange },
        { "P10 gap", Table + Entry + 12, "0300", ResultCode.ComponentOutOfRange },
        { "P10 unowned block", Table + (5 * Entry) + 8, "00020000", ResultCode.ComponentOutOfRange },
        { "P07 block max", Table + Entry + 12, "FFFF", ResultCode.ComponentOutOfRange },
        { "dependency of an assembly", Table + 14, "03", ResultCode.DependencyMismatch },
        { "V15 thresholds of none", Table + (3 * Entry) + 14, "00", ResultCode.DependencyMismatch },
        { "V15 thresholds of another model", Table + (3 * Entry) + 48, "0000", ResultCode.DependencyMismatch },
        { "V16 calibration of another model", Table + (4 * Entry) + 55, "00", ResultCode.DependencyMismatch },
        { "golden vectors of another model", Table + (5 * Entry) + 50, "0000", ResultCode.DependencyMismatch },
        { "P24 component reserved", Table + 15, "01", ResultCode.BadComponent },
        { "P24 component reserved", Table + 63, "01", ResultCode.BadComponent },
        { "component digest", Table + 16, "0000", ResultCode.ComponentDigestMismatch },
        { "padding passed off as content", Table + Entry + 8, "65000000", ResultCode.ComponentDigestMismatch },
    };

    [Theory]
    [MemberData(nameof(PrefixCases))]
    public void P01_P02_P03_P04_P05_P06_P21_P22_P23_P24_R3_Feed_PrefixFieldWrong_IsRefusedBeforeAnythingElseIsRead(string id, int offset, string hex, ResultCode expected)
    {
        byte[] bundle = BundleSample.WithCrc(BundleSample.With(BundleSample.Bytes, offset, Convert.FromHexString(hex)));
        RecordingSink sink = new();
        BundleParser parser = BundleSample.Parser();

        Assert.True(expected == BundleSample.Parse(bundle, parser, sink), id);
        Assert.Equal(32, parser.Position);
        Assert.Empty(sink.Trace);
    }

    [Theory]
    [MemberData(nameof(SignedCases))]
    public void P06_P07_P08_P09_P10_P12_P13_P14_P15_P24_R3_Feed_SignedFieldWrong_IsRefusedBeforeThePayload(string id, int offset, string hex, ResultCode expected)
    {
        byte[] bundle = BundleSample.Resign(BundleSample.With(BundleSample.Bytes, offset, Convert.FromHexString(hex)));
        RecordingSink sink = new();

        ResultCode actual = BundleSample.Parse(bundle, sink: sink);

        Assert.True(expected == actual, $"{id}: {actual}");
        Assert.Empty(sink.Trace);
    }

    [Theory]
    [InlineData("0100 0000 0100 0000", ResultCode.BadTlv)]
    [InlineData("0200 0000 0100 0000", ResultCode.BadTlv)]
    [InlineData("0000 0000", ResultCode.BadTlv)]
    [InlineData("0100 0100", ResultCode.BadTlv)]
    [InlineData("0100 FFFF", ResultCode.BadTlv)]
    [InlineData("0100 00", ResultCode.BadTlv)]
    [InlineData("0580 0000", ResultCode.BadTlv)]
    [InlineData("0580 0300 4120 42", ResultCode.BadTlv)]
    [InlineData("0500 0100 41", ResultCode.BadTlv)]
    [InlineData("0180 0000", ResultCode.UnknownCriticalTlv)]
    [InlineData("0580 0100 41 0680 0000", ResultCode.UnknownCriticalTlv)]
    [InlineData("", ResultCode.BadTlv)]
    [InlineData("0580 0100 41", ResultCode.Ok)]
    [InlineData("0100 0000 0580 0100 41 FF7F 0000", ResultCode.Ok)]
    public void P14_P22_Feed_TlvArea_IsReadStrictly(string hex, ResultCode expected)
    {
        byte[] area = Convert.FromHexString(hex.Replace(" ", string.Empty));

        Assert.Equal(expected, BundleSample.Parse(WithTlvs(area)));
    }

    [Fact]
    public void P22_Feed_TlvStorm_IsBoundedByTheArea()
    {
        // 127 empty optional fields fill the area; one more header would exceed it.
        byte[] storm = Enumerable.Range(10, 127).SelectMany(type => new byte[] { (byte)type, (byte)(type >> 8), 0, 0 }).ToArray();

        Assert.Equal(ResultCode.BadTlv, BundleSample.Parse(WithTlvs(storm)));
    }

    [Fact]
    public void P14_Feed_UnknownOptionalComponent_IsCarriedAlong()
    {
        byte[] bundle = BundleSample.Bytes;
        int last = Table + (5 * Entry);
        byte[] changed = BundleSample.With(BundleSample.With(bundle, last + 1, 99, 0, 0), last + 14, 0);
        changed.AsSpan(last + 48, 8).Clear();

        Assert.Equal(ResultCode.Ok, BundleSample.Parse(BundleSample.Resign(changed)));
    }

    [Fact]
    public void Feed_ModelOrThresholdsMissing_IsRefused()
    {
        byte[] noModel = BundleSample.Bytes;
        noModel[Table + (2 * Entry) + 1] = ComponentType.Keyring;
        byte[] noThresholds = BundleSample.Bytes;
        noThresholds[Table + (3 * Entry) + 1] = ComponentType.Keyring;

        Assert.Equal(ResultCode.MissingComponent, BundleSample.Parse(BundleSample.Resign(noModel)));
        Assert.Equal(ResultCode.MissingComponent, BundleSample.Parse(BundleSample.Resign(noThresholds)));
    }

    [Fact]
    public void P24_Feed_PaddingOfAComponentInUse_IsRefusedThoughAllDigestsMatch()
    {
        byte[] bundle = Redigest(BundleSample.Bytes, payload => payload[699 + 1] = 1);

        Assert.Equal(ResultCode.NonZeroPadding, BundleSample.Parse(bundle));
        Assert.Equal(ResultCode.Ok, BundleSample.Parse(Redigest(BundleSample.Bytes, payload => payload[699] ^= 1)));
    }

    [Fact]
    public void P24_Feed_PaddingOfTheHeadInUse_IsRefused()
    {
        byte[] bundle = BundleSample.Bytes;
        int headEnd = BundleSample.SignedLength(bundle) + 392 + (9 * 32);
        int payload = BundleInspector.Describe(bundle).PayloadOffsetBytes;
        Assert.True(headEnd < payload);
        for (int position = headEnd; position < payload; position++)
        {
            Assert.Equal(ResultCode.NonZeroPadding, BundleSample.Parse(BundleSample.With(bundle, position, 1)));
        }
    }

    [Fact]
    public void P11_Feed_TrailingByte_IsRefused()
    {
        byte[] bundle = BundleSample.Bytes;
        BundleParser parser = BundleSample.Parser();

        Assert.Equal(ResultCode.TrailingBytes, BundleSample.Parse([.. bundle, 0], parser));
        Assert.Equal(bundle.Length, parser.Position);
        Assert.False(parser.Complete);
    }

    [Fact]
    public void P17_Feed_NoiseInThePrefix_IsFoundByItsCrc()
    {
        for (int bit = 32; bit < 28 * 8; bit++)
        {
            byte[] bundle = BundleSample.Bytes;
            bundle[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(ResultCode.BadPrefixCrc, BundleSample.Parse(bundle));
        }
    }

    /// <summary>A properly signed bundle with another TLV area.</summary>
    private static byte[] WithTlvs(byte[] area)
    {
        byte[] bundle = BundleSample.Bytes;
        int tlvStart = Table + (6 * Entry);
        int oldSigned = BundleSample.SignedLength(bundle);
        int oldPayload = BundleInspector.Describe(bundle).PayloadOffsetBytes;
        byte[] signatureAndList = bundle[oldSigned..(oldSigned + 392 + (9 * 32))];
        byte[] head = [.. bundle[..tlvStart], .. area, .. signatureAndList];
        byte[] padding = new byte[-head.Length & (BundleSample.BlockSize - 1)];
        byte[] result = [.. head, .. padding, .. bundle[oldPayload..]];
        BinaryPrimitives.WriteUInt16LittleEndian(result.AsSpan(12), (ushort)area.Length);
        BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(20), result.Length);
        return BundleSample.Resign(result);
    }

    /// <summary>Changes the payload and puts every digest, dependency and the signature right again.</summary>
    private static byte[] Redigest(byte[] bundle, Action<byte[]> change)
    {
        int offset = BundleInspector.Describe(bundle).PayloadOffsetBytes;
        byte[] payload = bundle[offset..];
        change(payload);
        payload.CopyTo(bundle, offset);
        int list = BundleSample.SignedLength(bundle) + 392;
        for (int block = 0; block < 9; block++)
        {
            Digest(bundle.AsSpan(offset + (block * 512), 512)).CopyTo(bundle, list + (block * 32));
        }

        Digest(bundle.AsSpan(list, 9 * 32)).CopyTo(bundle, Manifest + 160);
        byte[] firstComponent = [0xBC, 0x02, 0, 0, .. bundle[list..(list + 64)]];
        Digest(firstComponent).CopyTo(bundle, Table + 16);
        return BundleSample.Resign(bundle);
    }

    private static byte[] Digest(ReadOnlySpan<byte> bytes) => HMACSHA256.HashData(Encoding.ASCII.GetBytes(BlockDigestKey.Text), bytes);

    private static string Hex(string text, int size) => Convert.ToHexString(BundleSample.Ascii(text, size));
}
