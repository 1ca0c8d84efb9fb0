using System.Text.Encodings.Web;
using System.Text.Json;

namespace TinyEdge.Companion.Bundling;

/// <summary>deployment.json: what an engineer writes about a bundle. The JSON names are those of the properties, in camel case.</summary>
public sealed record DeploymentDocument
{
    /// <summary>1 to 32 letters, digits, '.', '-', '_', '+'.</summary>
    public required string BundleId { get; init; }

    public required PackedVersion FirmwareVersion { get; init; }

    public required PackedVersion ModelVersion { get; init; }

    public required PackedVersion ThresholdVersion { get; init; }

    public required PackedVersion CalibrationVersion { get; init; }

    /// <summary>"sha256:" and 64 hexadecimal digits over the components' contents in table order; empty: the tool fills it in.</summary>
    public string Checksum { get; init; } = string.Empty;

    /// <summary>A bundle id, "golden", or empty for the bundle before.</summary>
    public required string RollbackTarget { get; init; }

    public required DeploymentMetadata Metadata { get; init; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="DeploymentException">Missing, unreadable, or anything in it is not as it must be.</exception>
    public static DeploymentDocument Load(string path)
    {
        try
        {
            FileInfo file = new(path);
            return file.Exists && file.Length > DeploymentReader.MaxBytes
                ? throw new DeploymentException($"{path} was not read.", $"It is {file.Length} bytes long; {DeploymentReader.MaxBytes} is the most.", "Name a deployment.json.")
                : Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DeploymentException($"{path} was not read.", exception.Message, "Check the path and its permissions.", inner: exception);
        }
    }

    /// <summary>Reads UTF-8 JSON; <paramref name="name"/> is for messages.</summary>
    /// <exception cref="DeploymentException">Anything in it is not as it must be.</exception>
    public static DeploymentDocument Parse(ReadOnlySpan<byte> json, string name) => DeploymentReader.Read(json, name);

    /// <summary>The document as indented JSON with all fields, in the order of the specification.</summary>
    public byte[] ToJson()
    {
        using MemoryStream stream = new();
        JsonWriterOptions options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (Utf8JsonWriter writer = new(stream, options))
        {
            writer.WriteStartObject();
            writer.WriteString("bundleId", BundleId);
            writer.WriteString("firmwareVersion", FirmwareVersion.ToString());
            writer.WriteString("modelVersion", ModelVersion.ToString());
            writer.WriteString("thresholdVersion", ThresholdVersion.ToString());
            writer.WriteString("calibrationVersion", CalibrationVersion.ToString());
            writer.WriteString("checksum", Checksum);
            writer.WriteString("rollbackTarget", RollbackTarget);
            writer.WriteStartObject("metadata");
            writer.WriteStartArray("targetEnvironment");
            foreach (string environment in Metadata.TargetEnvironment)
            {
                writer.WriteStringValue(environment);
            }

            writer.WriteEndArray();
            writer.WriteNumber("minBatteryLevel", Metadata.MinBatteryLevel);
            writer.WriteNumber("maxLatencyMs", Metadata.MaxLatencyMs);
            writer.WriteNumber("peakRamBudgetBytes", Metadata.PeakRamBudgetBytes);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}
