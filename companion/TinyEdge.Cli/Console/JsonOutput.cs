using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TinyEdge.Cli.Console;

/// <summary>The shape of every <c>--json</c> answer: schemaVersion, command, result or error. Units are in the names.</summary>
public static class JsonOutput
{
    /// <summary>Raised when a field changes its meaning or goes; new fields may come without.</summary>
    public const int SchemaVersion = 1;

    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly JsonSerializerOptions s_lineOptions = new(s_options) { WriteIndented = false };

    public static void WriteResult(TextWriter writer, string command, object result)
    {
        writer.WriteLine(JsonSerializer.Serialize(new Envelope(SchemaVersion, command, result, null), s_options));
    }

    /// <summary>One answer a line, for commands that go on (<c>--watch</c>).</summary>
    public static void WriteResultLine(TextWriter writer, string command, object result)
    {
        writer.WriteLine(JsonSerializer.Serialize(new Envelope(SchemaVersion, command, result, null), s_lineOptions));
    }

    public static void WriteError(TextWriter writer, string command, ErrorBody error)
    {
        writer.WriteLine(JsonSerializer.Serialize(new Envelope(SchemaVersion, command, null, error), s_options));
    }

    public sealed record ErrorBody(int ExitCode, int ResultCode, string? ResultName, string What, string Why, string Remedy);

    private sealed record Envelope(int SchemaVersion, string Command, object? Result, ErrorBody? Error);
}
