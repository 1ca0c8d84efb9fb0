using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyEdge.Companion.Audit;

/// <summary>
/// One line of an audit log. Its hash, the last member, is SHA-256 over the UTF-8 bytes of the line before <c>,"hash":</c>, among them
/// the hash of the line before.
/// </summary>
public sealed class AuditLine
{
    private const string HashMark = ",\"hash\":\"";
    private const int HashDigits = 64;

    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private AuditLine(JsonObject content, string hash, bool hashHolds)
    {
        Content = content;
        Number = (long)content["n"]!;
        Previous = (string)content["prev"]!;
        Hash = hash;
        HashHolds = hashHolds;
    }

    /// <summary>From 1.</summary>
    public long Number { get; }

    /// <summary>Hash of the line before, 64 hex digits.</summary>
    public string Previous { get; }

    public string Hash { get; }

    /// <summary>True when the line is as it was when its hash was made.</summary>
    public bool HashHolds { get; }

    /// <summary>Every member of the line.</summary>
    public JsonObject Content { get; }

    public string What => Text("what") ?? string.Empty;

    public string? Text(string name) => Content[name] is JsonValue value ? value.ToString() : null;

    /// <summary>Makes a line.</summary>
    public static string Write(long number, DateTimeOffset time, AuditEntry entry, string previous, out string hash)
    {
        ArgumentNullException.ThrowIfNull(entry);
        JsonObject content = new()
        {
            ["n"] = number,
            ["utc"] = time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["by"] = $"{Environment.UserName}@{Environment.MachineName}",
            ["what"] = entry.What,
        };
        foreach ((string name, object? value) in entry.Details.Where(detail => detail.Value is not null))
        {
            content[name] = JsonSerializer.SerializeToNode(value, s_options);
        }

        content["prev"] = previous;
        string text = content.ToJsonString(s_options)[..^1];
        hash = HashOf(text);
        return text + HashMark + hash + "\"}";
    }

    /// <summary>Reads a line without its line feed.</summary>
    /// <returns>False when it is no line of an audit log at all.</returns>
    public static bool TryParse(string line, [NotNullWhen(true)] out AuditLine? parsed)
    {
        parsed = null;
        int mark = line.Length - HashMark.Length - HashDigits - 2;
        if (mark < 1 || string.CompareOrdinal(line, mark, HashMark, 0, HashMark.Length) != 0 || !line.EndsWith("\"}", StringComparison.Ordinal))
        {
            return false;
        }

        string hash = line.Substring(mark + HashMark.Length, HashDigits);
        if (!IsHash(hash) || ParseObject(line) is not { } content)
        {
            return false;
        }

        parsed = new AuditLine(content, hash, hash == HashOf(line[..mark]));
        return true;
    }

    internal static bool IsHash(string text) => text.Length == HashDigits && text.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f');

    private static JsonObject? ParseObject(string line)
    {
        try
        {
            JsonObject? content = JsonNode.Parse(line) as JsonObject;
            return content?["n"] is JsonValue n && n.TryGetValue(out long _) && content["prev"] is JsonValue p && p.TryGetValue(out string? _) ? content : null;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
