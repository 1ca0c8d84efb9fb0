using System.Text.Json;
using System.Text.Json.Serialization;

namespace TinyEdge.Companion.Components;

/// <summary>Strict JSON for the small files beside deployment.json: an unknown, missing or mistyped field is an error that names file, place and remedy.</summary>
internal static class ComponentJson
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowDuplicateProperties = false,
        AllowOutOfOrderMetadataProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        IgnoreReadOnlyProperties = true,
        WriteIndented = true,
    };

    public static T Read<T>(string path, string example)
        where T : class
    {
        return Parse<T>(InputFile.Read(path, File.ReadAllBytes), path, example);
    }

    /// <param name="json">UTF-8.</param>
    /// <param name="path">For messages.</param>
    /// <param name="example">What a good file looks like.</param>
    public static T Parse<T>(ReadOnlySpan<byte> json, string path, string example)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, s_options)
                ?? throw new JsonException("The file holds only null.");
        }
        catch (NotSupportedException error)
        {
            throw new TinyEdgeException(ExitCode.BadInput, $"{path} is not valid.", error.Message, $"It should look like: {example}", inner: error);
        }
        catch (JsonException error)
        {
            string place = error.LineNumber is long line ? $" at line {line + 1}, column {error.BytePositionInLine + 1}" : "";
            throw new TinyEdgeException(ExitCode.BadInput, $"{path} is not valid{place}.", error.Message, $"It should look like: {example}", inner: error);
        }
    }

    public static void Write<T>(string path, T value)
    {
        File.WriteAllText(path, JsonSerializer.Serialize(value, s_options) + "\n");
    }

    /// <summary>The same text in memory, for files that are written in one move.</summary>
    public static byte[] ToBytes<T>(T value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, s_options), (byte)'\n'];
}
