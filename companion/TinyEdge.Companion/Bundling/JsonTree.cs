using System.Text;
using System.Text.Json;

namespace TinyEdge.Companion.Bundling;

/// <summary>A JSON value that knows where in the file it begins.</summary>
internal sealed record JsonTreeNode(JsonTokenType Kind, int Offset, string Text)
{
    public List<(string Name, int NameOffset, JsonTreeNode Value)> Members { get; } = [];

    public List<JsonTreeNode> Items { get; } = [];

    /// <summary>What the value is, for messages.</summary>
    public string KindName => Kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        _ => "null",
    };
}

/// <summary>Reads strict JSON (no comments, no trailing commas, nothing after the value) with positions.</summary>
internal static class JsonTree
{
    private const int MaxDepth = 8;

    /// <exception cref="JsonException">Not JSON; carries line and byte of the line, both from 0 on.</exception>
    public static JsonTreeNode Parse(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        JsonTreeNode root = ReadValue(ref reader);

        // Makes the reader object to anything that follows.
        reader.Read();
        return root;
    }

    /// <summary>Line and column, both from 1 on, of a byte offset; the column counts characters.</summary>
    public static (int Line, int Column) Locate(ReadOnlySpan<byte> json, int offset)
    {
        ReadOnlySpan<byte> before = json[..Math.Min(offset, json.Length)];
        int lineStart = before.LastIndexOf((byte)'\n') + 1;
        return (before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }

    private static JsonTreeNode ReadValue(ref Utf8JsonReader reader)
    {
        int offset = (int)reader.TokenStartIndex;
        JsonTokenType kind = reader.TokenType;
        string text = kind switch
        {
            JsonTokenType.String => ReadString(ref reader),
            JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
            _ => string.Empty,
        };
        JsonTreeNode node = new(kind, offset, text);
        if (kind == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                int nameOffset = (int)reader.TokenStartIndex;
                string name = ReadString(ref reader);
                reader.Read();
                node.Members.Add((name, nameOffset, ReadValue(ref reader)));
            }
        }
        else if (kind == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                node.Items.Add(ReadValue(ref reader));
            }
        }

        return node;
    }

    private static string ReadString(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("The text is not valid UTF-8 or UTF-16.", null, null, null, exception);
        }
    }
}
