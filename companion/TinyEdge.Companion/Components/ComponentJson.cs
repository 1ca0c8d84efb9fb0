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
        WriteIndented = true,
    };

    public static T Read<T>(string path, string example)
        where T : class => Parse<T>(InputFile.Read(path, File.ReadAllBytes), path, example);

    /// <param name="origin">What the bytes came from, for the message.</param>
    public static T Parse<T>(byte[] bytes, string origin, string example)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, s_options)
                ?? throw new JsonException("The file holds only null.");
        }
        catch (NotSupportedException error)
        {
            throw new TinyEdgeException(ExitCode.BadInput, $"{origin} is not valid.", error.Message, $"It should look like: {example}", inner: error);
        }
        catch (JsonException error)
        {
            string place = error.LineNumber is long line ? $" at line {line + 1}, column {error.BytePositionInLine + 1}" : "";
            throw new TinyEdgeException(ExitCode.BadInput, $"{origin} is not valid{place}.", error.Message, $"It should look like: {example}", inner: error);
        }
    }

    public static void Write<T>(string path, T value) => File.WriteAllBytes(path, ToBytes(value));

    public static byte[] ToBytes<T>(T value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, s_options), (byte)'\n'];
}
