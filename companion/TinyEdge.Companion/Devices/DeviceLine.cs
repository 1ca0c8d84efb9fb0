using System.Globalization;
using TinyEdge.Bundles;

namespace TinyEdge.Companion.Devices;

/// <summary>One line of a device whose checksum held: labels and values, and the bytes that a MAC in it covers.</summary>
public sealed class DeviceLine
{
    private readonly Dictionary<string, string> _fields;

    internal DeviceLine(Dictionary<string, string> fields, byte[] signedBytes)
    {
        _fields = fields;
        SignedBytes = signedBytes;
    }

    public IReadOnlyDictionary<string, string> Fields => _fields;

    /// <summary>Everything before the <c>mac</c> field; empty when there is none.</summary>
    public ReadOnlyMemory<byte> SignedBytes { get; }

    public string Kind => Text(WireLabels.Kind) ?? string.Empty;

    /// <summary>InternalError where there is none, or no number of 16 bits.</summary>
    public ResultCode Result => Code(WireLabels.Result) ?? ResultCode.InternalError;

    public string? Text(string label) => _fields.GetValueOrDefault(label);

    /// <summary>The value as a whole number, or null when it is missing or something else.</summary>
    public long? Number(string label) =>
        long.TryParse(Text(label), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;

    /// <summary>The value as a result code or state, which have 16 bits on the wire; null when it is missing, something else or larger: no number may wrap to Ok.</summary>
    public int? Small(string label) => Number(label) is long value and >= 0 and <= ushort.MaxValue ? (int)value : null;

    /// <summary>As <see cref="Small"/>; codes that are not known here are kept.</summary>
    public ResultCode? Code(string label) => (ResultCode?)Small(label);

    /// <summary>The value as bytes from hex, or null when it is missing or something else.</summary>
    public byte[]? Bytes(string label)
    {
        string? text = Text(label);
        if (text is null || text.Length % 2 != 0 || !text.All(char.IsAsciiHexDigit))
        {
            return null;
        }

        return Convert.FromHexString(text);
    }
}
