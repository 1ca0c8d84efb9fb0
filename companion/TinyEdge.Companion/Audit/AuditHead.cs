using System.Globalization;

namespace TinyEdge.Companion.Audit;

/// <summary>Number and hash of a line of an audit log.</summary>
public sealed record AuditHead(long Number, string Hash)
{
    /// <summary>What the first line follows.</summary>
    public static AuditHead None { get; } = new(0, new string('0', 64));

    /// <summary>Null where there is no such file or it says something else.</summary>
    public static AuditHead? Read(string path)
    {
        string[] parts = File.Exists(path) ? File.ReadAllText(path).TrimEnd().Split(' ') : [];
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long number) && AuditLine.IsHash(parts[1])
            ? new AuditHead(number, parts[1])
            : null;
    }

    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Number} {Hash}\n");
}
