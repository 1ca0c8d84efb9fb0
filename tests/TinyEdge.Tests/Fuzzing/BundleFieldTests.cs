using System.Buffers.Binary;
using TinyEdge.Bundles;
using TinyEdge.Fuzzing.Bundles;
using TinyEdge.Tests.Bundles;
using TinyEdge.Tests.Structure;

namespace TinyEdge.Tests.Fuzzing;

/// <summary>
/// P03 to P06 and R1 to R3 over every field of the head that SPEC.md describes: its number at every edge, checksum and signature put right, so that
/// the field alone decides.
/// </summary>
public sealed class BundleFieldTests
{
    private const int Manifest = 32;
    private const int Table = 32 + 192;

    private static readonly byte[] s_bundle = BundleSample.Bytes;

    /// <summary>What must be said of a number in a field of the sample; null: some refusal, for the number moves what follows it.</summary>
    private static readonly Dictionary<string, Func<ulong, ResultCode?>> s_expected = new(StringComparer.Ordinal)
    {
        ["Prefix magic"] = Only(0x31424554, ResultCode.BadMagic),
        ["Prefix major"] = Only(1, ResultCode.UnsupportedFormat),
        ["Prefix minor"] = Only(0, ResultCode.UnsupportedFormat),
        ["Prefix flags"] = Only(0, ResultCode.BadFlags),
        ["Prefix manifest length"] = Only(192, ResultCode.BadLength),
        ["Prefix component count"] = v => v == 6 ? ResultCode.Ok : v is 0 or > 16 ? ResultCode.BadComponentTable : null,
        ["Prefix signature count"] = v => v == 1 ? ResultCode.Ok : v == 0 ? ResultCode.BadSignature : ResultCode.UnsupportedAlgorithm,
        ["Prefix TLV area length"] = v => v > 512 ? ResultCode.BadLength : v == (ulong)TlvLength ? ResultCode.Ok : null,
        ["Prefix signature block length"] = Only(392, ResultCode.BadLength),
        ["Prefix block size"] = v => v == 512 ? ResultCode.Ok : v is 1024 or 2048 or 4096 ? ResultCode.BadLength : ResultCode.BadBlockSize,
        ["Prefix block count"] = v => v == 9 ? ResultCode.Ok : v > (ulong)MaxBlocks ? ResultCode.HeadTooLarge : ResultCode.BadLength,
        ["Prefix total length"] = v => v == (ulong)s_bundle.Length ? ResultCode.Ok : ResultCode.BadLength,
        ["Prefix reserved"] = Only(0, ResultCode.BadFlags),
        ["Manifest vendor"] = Not(0),
        ["Manifest device class"] = Not(0),
        ["Manifest hardware revisions"] = Not(0),
        ["Manifest bundle sequence"] = Between(1, 0x7FFFFFFF),
        ["Manifest security floor"] = Between(0, 0x7FFFFFFF),
        ["Manifest firmware version"] = Only(0x01020003, ResultCode.BadComponent),
        ["Manifest model version"] = Only(0x04050006, ResultCode.BadComponent),
        ["Manifest threshold version"] = Only(0x07080009, ResultCode.BadComponent),
        ["Manifest calibration version"] = Only(0x0A0B04B0, ResultCode.BadComponent),
        ["Manifest oldest runtime"] = Between(0, 0x01FFFFFF),
        ["Manifest newest runtime"] = Between(0x01000000, uint.MaxValue),
        ["Manifest target environment"] = v => (v & 0xF) != 0 && (v & 0x700) != 0 && (v & ~0x70FUL) == 0 ? ResultCode.Ok : ResultCode.BadManifest,
        ["Manifest not after"] = Between(0, long.MaxValue),
        ["Manifest native checksum table"] = Not(0),
        ["Manifest key id"] = _ => ResultCode.UnknownKey,
        ["Manifest peak RAM budget"] = Between(1, int.MaxValue),
        ["Manifest heap floor"] = Between(0, int.MaxValue),
        ["Manifest keyring epoch"] = _ => ResultCode.Ok,
        ["Manifest front-end version"] = Only(2, ResultCode.DependencyMismatch),
        ["Manifest longest stage"] = Between(1, ushort.MaxValue),
        ["Manifest minimum windows"] = _ => ResultCode.Ok,
        ["Manifest trial deadline"] = Between(1, ushort.MaxValue),
        ["Manifest least battery"] = Between(0, 100),
        ["Manifest trial attempts"] = Between(1, 7),
        ["Manifest health flags"] = Between(0, 3),
        ["Manifest reserved"] = Only(0, ResultCode.BadManifest),
        ["Component entry id"] = v => v is 0 or 255 ? ResultCode.BadComponent : v is >= 2 and <= 6 ? ResultCode.DuplicateComponent : ResultCode.Ok,
        ["Component entry flags"] = v => v <= 1 ? ResultCode.Ok : ResultCode.BadComponent,
        ["Component entry version"] = Only(0x01020003, ResultCode.BadComponent),
        ["Component entry length"] = v => v == 700 ? ResultCode.Ok : v is > 512 and <= 1024 ? ResultCode.ComponentDigestMismatch : ResultCode.ComponentOutOfRange,
        ["Component entry first block"] = Only(0, ResultCode.ComponentOutOfRange),
        ["Component entry depends on"] = Only(0, ResultCode.DependencyMismatch),
        ["Component entry reserved"] = Only(0, ResultCode.BadComponent),
        ["Component entry dependency"] = Only(0, ResultCode.DependencyMismatch),
        ["Signature block algorithm"] = Only(1, ResultCode.UnsupportedAlgorithm),
        ["Signature block reserved"] = Only(0, ResultCode.UnsupportedAlgorithm),
    };

    /// <summary>No number: text, a digest, the checksum itself, or the type, each with tests of its own.</summary>
    private static readonly string[] s_notNumbers =
    [
        "Prefix CRC-32 of bytes 0..27", "Manifest bundle id", "Manifest rollback target", "Manifest block-list digest", "Component entry type", "Component entry digest", "Signature block signature",
    ];

    private static int MaxBlocks => (4096 - BundleSample.SignedLength(s_bundle) - 392) / 32;

    private static int TlvLength => BinaryPrimitives.ReadUInt16LittleEndian(s_bundle.AsSpan(12));

    public static TheoryData<string, string, int, int> Fields
    {
        get
        {
            TheoryData<string, string, int, int> data = [];
            foreach ((string record, string name, int at, int size) in BundleFields.All.Where(entry => !s_notNumbers.Contains($"{entry.Record} {entry.Name}")))
            {
                data.Add(record, name, at, size);
            }

            return data;
        }
    }

    [RepositoryFact]
    public void BundleFields_InCode_AreThoseOfSpec()
    {
        IEnumerable<string> inSpec = new[] { "Prefix", "Manifest", "Component entry", "Signature block" }
            .SelectMany(record => SpecDocument.Record(record).Fields.Select(field => $"{record} {field.At} {field.Size} {field.Name}"));
        Assert.Equal(inSpec, BundleFields.All.Select(field => $"{field.Record} {field.At} {field.Size} {field.Name}"));
        Assert.Equal(
            BundleFields.All.Select(field => $"{field.Record} {field.Name}").Distinct().Order(StringComparer.Ordinal),
            s_expected.Keys.Concat(s_notNumbers).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void P03_P04_P05_P06_R3_Feed_FieldAtEveryEdge_SaysWhatSpecSays(string record, string name, int at, int size)
    {
        BundleParser parser = BundleSample.Parser();
        foreach (ulong value in Edges(record, at, size))
        {
            byte[] bundle = With(record, at, size, value);
            RecordingSink sink = new();
            ResultCode code = BundleSample.Parse(bundle, parser, sink);
            ResultCode? expected = value == Read(s_bundle, Start(record) + at, size) ? ResultCode.Ok : s_expected[$"{record} {name}"](value);

            Assert.True(expected is null ? code is not (ResultCode.Ok or ResultCode.NeedMore) : code == expected, $"{record} {name} = {value:x}: {code}, {expected} expected");
            Assert.True(code == ResultCode.Ok || sink.Trace.Count == 0, $"{record} {name} = {value:x}: something was handed on");
        }
    }

    /// <summary>The same numbers without a new signature: whatever a field says, nothing but "not signed" is found out about it.</summary>
    [Theory]
    [MemberData(nameof(Fields))]
    public void R1_R2_Feed_FieldAtEveryEdgeUnsigned_IsRefusedBeforeItMeansAnything(string record, string name, int at, int size)
    {
        BundleParser parser = BundleSample.Parser();
        foreach (ulong value in Edges(record, at, size).Where(value => record != "Prefix" || s_expected[$"Prefix {name}"](value) is null or ResultCode.Ok))
        {
            byte[] bundle = s_bundle.ToArray();
            Put(bundle, Start(record) + at, size, value);
            if (bundle.AsSpan().SequenceEqual(s_bundle))
            {
                continue;
            }

            RecordingSink sink = new();
            ResultCode code = BundleSample.Parse(BundleSample.WithCrc(bundle), parser, sink);

            ResultCode[] allowed = record switch
            {
                "Prefix" => [ResultCode.BadSignature, ResultCode.UnsupportedAlgorithm, ResultCode.BadLength, ResultCode.HeadTooLarge],
                "Signature block" => [ResultCode.UnsupportedAlgorithm],
                _ => [ResultCode.BadSignature, ResultCode.UnknownKey],
            };
            Assert.True(allowed.Contains(code) && sink.Trace.Count == 0, $"{record} {name} = {value:x}: {code}");
        }
    }

    /// <summary>0, 1, the middle, the ends, both sides of what the sample holds; in the prefix, which needs no signature for it, also what SPEC.md names.</summary>
    private static IEnumerable<ulong> Edges(string record, int at, int size)
    {
        ulong max = size == 8 ? ulong.MaxValue : (1UL << (8 * size)) - 1;
        ulong now = Read(s_bundle, Start(record) + at, size);
        ulong[] values = [0, 1, now - 1, now, now + 1, max / 2, (max / 2) + 1, max - 1, max];
        ulong[] named = [2, 16, 17, 191, 193, 255, 391, 393, 511, 512, 513, 1024, 1025, 2048, 4096, 4097, 8192, 0xFFFFFFF0];
        return values.Concat(record == "Prefix" ? named : []).Where(value => value <= max).Distinct();
    }

    private static byte[] With(string record, int at, int size, ulong value)
    {
        byte[] bundle = s_bundle.ToArray();
        Put(bundle, Start(record) + at, size, value);
        return record switch
        {
            "Prefix" => BundleSample.WithCrc(bundle),
            "Signature block" => bundle,
            _ => BundleSample.Resign(bundle),
        };
    }

    private static int Start(string record) => record switch
    {
        "Prefix" => 0,
        "Manifest" => Manifest,
        "Component entry" => Table,
        _ => BundleSample.SignedLength(s_bundle),
    };

    private static void Put(byte[] bytes, int at, int size, ulong value)
    {
        for (int i = 0; i < size; i++)
        {
            bytes[at + i] = (byte)(value >> (8 * i));
        }
    }

    private static ulong Read(byte[] bytes, int at, int size)
    {
        ulong value = 0;
        for (int i = Math.Min(8, size) - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[at + i];
        }

        return value;
    }

    private static Func<ulong, ResultCode?> Only(ulong good, ResultCode otherwise) => value => value == good ? ResultCode.Ok : otherwise;

    private static Func<ulong, ResultCode?> Not(ulong bad) => value => value != bad ? ResultCode.Ok : ResultCode.BadManifest;

    private static Func<ulong, ResultCode?> Between(ulong least, ulong most) => value => value >= least && value <= most ? ResultCode.Ok : ResultCode.BadManifest;
}
