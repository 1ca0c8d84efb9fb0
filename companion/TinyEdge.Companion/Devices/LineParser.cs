using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using TinyEdge.Bundles;

namespace TinyEdge.Companion.Devices;

/// <summary>
/// Parses <c>label:value&lt;TAB&gt;...&lt;TAB&gt;crc:XXXXXXXX</c>. The checksum is verified before a field is looked at; a line that is
/// too long, carries anything but printable ASCII, or names a label twice is refused. State between lines: none.
/// </summary>
public static class LineParser
{
    /// <summary>Longest line that is looked at, line end excluded. Bytes. Above <see cref="WireLimits.LineBytes"/>, for newer devices.</summary>
    public const int MaxLineBytes = 4096;

    private const int ChecksumFieldBytes = 12;

    /// <param name="line">One line; a line end may follow.</param>
    /// <param name="parsed">The line when the result is true.</param>
    /// <param name="fault">Why not when it is false.</param>
    public static bool TryParse(ReadOnlySpan<byte> line, [NotNullWhen(true)] out DeviceLine? parsed, out LineFault fault)
    {
        parsed = null;
        line = line.TrimEnd("\r\n"u8);
        fault = CheckFrame(line);
        if (fault != LineFault.None)
        {
            return false;
        }

        ReadOnlySpan<byte> body = line[..Math.Max(0, line.Length - ChecksumFieldBytes - 1)];
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        int macAt = 0;
        int at = 0;
        while (at < body.Length)
        {
            int end = body[at..].IndexOf((byte)'\t');
            ReadOnlySpan<byte> field = end < 0 ? body[at..] : body.Slice(at, end);
            fault = AddField(field, fields);
            if (fault != LineFault.None)
            {
                return false;
            }

            if (field.StartsWith("mac:"u8))
            {
                macAt = at;
            }

            at += field.Length + 1;
        }

        parsed = new DeviceLine(fields, macAt > 0 ? body[..(macAt - 1)].ToArray() : []);
        return true;
    }

    private static LineFault CheckFrame(ReadOnlySpan<byte> line)
    {
        if (line.Length > MaxLineBytes)
        {
            return LineFault.TooLong;
        }

        if (line.Length < ChecksumFieldBytes || !line[^ChecksumFieldBytes..].StartsWith("crc:"u8)
            || !uint.TryParse(line[^8..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint expected))
        {
            return LineFault.NoChecksum;
        }

        int bodyLength = line.Length - ChecksumFieldBytes;
        if (bodyLength > 0 && line[--bodyLength] != (byte)'\t')
        {
            return LineFault.NoChecksum;
        }

        if (Checksum(line[..bodyLength]) != expected)
        {
            return LineFault.WrongChecksum;
        }

        return line[..bodyLength].ContainsAnyExcept(s_allowed) ? LineFault.BadCharacter : LineFault.None;
    }

    private static readonly System.Buffers.SearchValues<byte> s_allowed =
        System.Buffers.SearchValues.Create([(byte)'\t', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (byte)c)]);

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        byte[] rented = System.Buffers.ArrayPool<byte>.Shared.Rent(Math.Max(1, bytes.Length));
        bytes.CopyTo(rented);
        uint crc = Crc32.Compute(rented, 0, bytes.Length);
        System.Buffers.ArrayPool<byte>.Shared.Return(rented);
        return crc;
    }

    private static LineFault AddField(ReadOnlySpan<byte> field, Dictionary<string, string> fields)
    {
        int colon = field.IndexOf((byte)':');
        if (colon < 1)
        {
            return LineFault.BadField;
        }

        string label = Encoding.ASCII.GetString(field[..colon]);
        return fields.TryAdd(label, Encoding.ASCII.GetString(field[(colon + 1)..])) ? LineFault.None : LineFault.DuplicateLabel;
    }
}
