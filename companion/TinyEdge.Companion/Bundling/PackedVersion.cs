using System.Globalization;

namespace TinyEdge.Companion.Bundling;

/// <summary>A version of three numbers as devices compare it: 8 bits major, 8 bits minor, 16 bits patch, in one unsigned integer.</summary>
public readonly record struct PackedVersion(uint Value) : IComparable<PackedVersion>
{
    public PackedVersion(byte major, byte minor, ushort patch)
        : this(((uint)major << 24) | ((uint)minor << 16) | patch)
    {
    }

    public byte Major => (byte)(Value >> 24);

    public byte Minor => (byte)(Value >> 16);

    public ushort Patch => (ushort)Value;

    /// <summary>Reads "major.minor.patch", decimal digits without leading zeros; at most 255.255.65535.</summary>
    public static bool TryParse(string? text, out PackedVersion version)
    {
        version = default;
        string[] parts = (text ?? string.Empty).Split('.');
        if (parts.Length != 3
            || !TryPart(parts[0], byte.MaxValue, out uint major)
            || !TryPart(parts[1], byte.MaxValue, out uint minor)
            || !TryPart(parts[2], ushort.MaxValue, out uint patch))
        {
            return false;
        }

        version = new PackedVersion((byte)major, (byte)minor, (ushort)patch);
        return true;
    }

    public int CompareTo(PackedVersion other) => Value.CompareTo(other.Value);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");

    private static bool TryPart(string text, uint max, out uint value) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
        && value <= max
        && (text.Length == 1 || text[0] != '0');
}
