using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Fuzzing.Bundles;

/// <summary>
/// Every field of a bundle's head, as SPEC.md has them: record, name, place from the record's own beginning, bytes. A structure test holds the list and
/// SPEC.md together; the fuzzer draws from it, and the field tests (P06) are made of it.
/// </summary>
public static class BundleFields
{
    public static readonly (string Record, string Name, int At, int Size)[] All =
    [
        ("Prefix", "magic", 0, 4),
        ("Prefix", "major", 4, 1),
        ("Prefix", "minor", 5, 1),
        ("Prefix", "flags", 6, 2),
        ("Prefix", "manifest length", 8, 2),
        ("Prefix", "component count", 10, 1),
        ("Prefix", "signature count", 11, 1),
        ("Prefix", "TLV area length", 12, 2),
        ("Prefix", "signature block length", 14, 2),
        ("Prefix", "block size", 16, 2),
        ("Prefix", "block count", 18, 2),
        ("Prefix", "total length", 20, 4),
        ("Prefix", "reserved", 24, 4),
        ("Prefix", "CRC-32 of bytes 0..27", 28, 4),
        ("Manifest", "bundle id", 0, 32),
        ("Manifest", "rollback target", 32, 32),
        ("Manifest", "vendor", 64, 4),
        ("Manifest", "device class", 68, 4),
        ("Manifest", "hardware revisions", 72, 4),
        ("Manifest", "bundle sequence", 76, 4),
        ("Manifest", "security floor", 80, 4),
        ("Manifest", "firmware version", 84, 4),
        ("Manifest", "model version", 88, 4),
        ("Manifest", "threshold version", 92, 4),
        ("Manifest", "calibration version", 96, 4),
        ("Manifest", "oldest runtime", 100, 4),
        ("Manifest", "newest runtime", 104, 4),
        ("Manifest", "target environment", 108, 4),
        ("Manifest", "not after", 112, 8),
        ("Manifest", "native checksum table", 120, 8),
        ("Manifest", "key id", 128, 8),
        ("Manifest", "peak RAM budget", 136, 4),
        ("Manifest", "heap floor", 140, 4),
        ("Manifest", "keyring epoch", 144, 2),
        ("Manifest", "front-end version", 146, 2),
        ("Manifest", "longest stage", 148, 2),
        ("Manifest", "minimum windows", 150, 2),
        ("Manifest", "trial deadline", 152, 2),
        ("Manifest", "least battery", 154, 1),
        ("Manifest", "trial attempts", 155, 1),
        ("Manifest", "health flags", 156, 1),
        ("Manifest", "reserved", 157, 3),
        ("Manifest", "block-list digest", 160, 32),
        ("Component entry", "id", 0, 1),
        ("Component entry", "type", 1, 1),
        ("Component entry", "flags", 2, 2),
        ("Component entry", "version", 4, 4),
        ("Component entry", "length", 8, 4),
        ("Component entry", "first block", 12, 2),
        ("Component entry", "depends on", 14, 1),
        ("Component entry", "reserved", 15, 1),
        ("Component entry", "digest", 16, 32),
        ("Component entry", "dependency", 48, 8),
        ("Component entry", "reserved", 56, 8),
        ("Signature block", "algorithm", 0, 2),
        ("Signature block", "reserved", 2, 6),
        ("Signature block", "signature", 8, 384),
    ];

    /// <summary>The fields of a bundle with its number of components, TLV headers included.</summary>
    public static void Collect(ReadOnlySpan<byte> bundle, List<FuzzField> fields)
    {
        Add(fields, "Prefix", 0);
        Add(fields, "Manifest", BundleComposer.Prefix);
        if (!BundleRepair.TryFind(bundle, out BundlePlan plan))
        {
            return;
        }

        for (int i = 0; i < plan.Components; i++)
        {
            Add(fields, "Component entry", BundleComposer.Table + (i * BundleComposer.Entry));
        }

        Add(fields, "Signature block", plan.Signed);
        int at = BundleComposer.Table + (plan.Components * BundleComposer.Entry);
        while (at + 4 <= plan.Signed)
        {
            fields.Add(new FuzzField(at, 2));
            fields.Add(new FuzzField(at + 2, 2));
            at += 4 + bundle[at + 2] + (bundle[at + 3] << 8);
        }
    }

    private static void Add(List<FuzzField> fields, string record, int at)
    {
        foreach ((string name, string _, int offset, int size) in All)
        {
            if (ReferenceEquals(name, record) || name == record)
            {
                fields.Add(new FuzzField(at + offset, size));
            }
        }
    }
}
