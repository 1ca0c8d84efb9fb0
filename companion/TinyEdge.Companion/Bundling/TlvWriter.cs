using System.Buffers.Binary;
using System.Text;
using TinyEdge.Bundles;

namespace TinyEdge.Companion.Bundling;

/// <summary>Writes the TLV area of a head, in the one order that it may have.</summary>
internal static class TlvWriter
{
    public static byte[] Write(ReleaseSettings release)
    {
        List<byte> area = [];
        Append(area, BundleFormat.TlvSbomDigest, release.SbomDigest);
        Append(area, BundleFormat.TlvSourceRevision, Utf8(release.SourceRevision));
        Append(area, BundleFormat.TlvBuilder, Utf8(release.Builder));
        Append(area, BundleFormat.TlvFreeText, Utf8(release.FreeText));
        Append(area, BundleFormat.TlvAppEntryType, Utf8(release.AppEntryType));
        return area.Count <= BundleFormat.MaxTlvSize
            ? [.. area]
            : throw new BundleException("The bundle was not built.", $"Its optional fields take {area.Count} bytes; {BundleFormat.MaxTlvSize} is the most.", "Shorten the free text, builder or source revision.", ResultCode.BadTlv);
    }

    private static byte[]? Utf8(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    private static void Append(List<byte> area, int type, byte[]? value)
    {
        if (value is null)
        {
            return;
        }

        Span<byte> header = stackalloc byte[BundleFormat.TlvHeaderSize];
        BinaryPrimitives.WriteUInt16LittleEndian(header, (ushort)type);
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], (ushort)Math.Min(value.Length, ushort.MaxValue));
        area.AddRange(header);
        area.AddRange(value);
    }
}
