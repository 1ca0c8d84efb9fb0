using System.Globalization;
using System.Text;
using System.Text.Json;
using TinyEdge.Bundles;

namespace TinyEdge.Companion.Bundling;

/// <summary>
/// Reads deployment.json and is strict about it: a field that it does not know, lacks or finds twice is an error, for a typing
/// error in a field name must not silently become a default.
/// </summary>
internal ref struct DeploymentReader
{
    /// <summary>Longest file, far above what the fields can need.</summary>
    public const int MaxBytes = 64 * 1024;

    private static readonly string[] s_fields =
        ["bundleId", "firmwareVersion", "modelVersion", "thresholdVersion", "calibrationVersion", "checksum", "rollbackTarget", "metadata"];

    private static readonly string[] s_metadataFields = ["targetEnvironment", "minBatteryLevel", "maxLatencyMs", "peakRamBudgetBytes"];

    private readonly ReadOnlySpan<byte> _json;
    private readonly string _name;

    private DeploymentReader(ReadOnlySpan<byte> json, string name)
    {
        _json = json;
        _name = name;
    }

    public static DeploymentDocument Read(ReadOnlySpan<byte> json, string name)
    {
        // Editors on Windows put a byte order mark there; it says nothing and harms nobody.
        ReadOnlySpan<byte> text = json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
        return new DeploymentReader(text, name).ReadDocument();
    }

    private readonly DeploymentDocument ReadDocument()
    {
        JsonTreeNode root = ParseTree();
        Dictionary<string, JsonTreeNode> fields = Fields(root, "the document", s_fields);
        JsonTreeNode metadata = Required(fields, "metadata", root);
        return new DeploymentDocument
        {
            BundleId = Name(Required(fields, "bundleId", root), "bundleId", mayBeEmpty: false),
            FirmwareVersion = Version(Required(fields, "firmwareVersion", root), "firmwareVersion"),
            ModelVersion = Version(Required(fields, "modelVersion", root), "modelVersion"),
            ThresholdVersion = Version(Required(fields, "thresholdVersion", root), "thresholdVersion"),
            CalibrationVersion = Version(Required(fields, "calibrationVersion", root), "calibrationVersion"),
            Checksum = fields.TryGetValue("checksum", out JsonTreeNode? checksum) ? Checksum(checksum) : string.Empty,
            RollbackTarget = Name(Required(fields, "rollbackTarget", root), "rollbackTarget", mayBeEmpty: true),
            Metadata = ReadMetadata(metadata),
        };
    }

    private readonly DeploymentMetadata ReadMetadata(JsonTreeNode node)
    {
        Dictionary<string, JsonTreeNode> fields = Fields(node, "\"metadata\"", s_metadataFields);
        return new DeploymentMetadata
        {
            TargetEnvironment = Environments(Required(fields, "targetEnvironment", node)),
            MinBatteryLevel = Integer(Required(fields, "minBatteryLevel", node), "minBatteryLevel", 0, 100),
            MaxLatencyMs = Integer(Required(fields, "maxLatencyMs", node), "maxLatencyMs", 1, ushort.MaxValue),
            PeakRamBudgetBytes = Integer(Required(fields, "peakRamBudgetBytes", node), "peakRamBudgetBytes", 1, int.MaxValue),
        };
    }

    private readonly JsonTreeNode ParseTree()
    {
        if (_json.IsEmpty)
        {
            throw Error(0, "The file is empty.", "Write a deployment.json; the README has one.");
        }

        try
        {
            return JsonTree.Parse(_json);
        }
        catch (JsonException exception)
        {
            int line = (int)(exception.LineNumber ?? 0) + 1;
            int column = (int)(exception.BytePositionInLine ?? 0) + 1;
            throw new DeploymentException($"{_name}({line},{column}): not valid JSON.", exception.Message, "Correct the file.", line, column, exception);
        }
    }

    private readonly Dictionary<string, JsonTreeNode> Fields(JsonTreeNode node, string where, string[] known)
    {
        Expect(node, JsonTokenType.StartObject, where, "an object");
        Dictionary<string, JsonTreeNode> fields = [];
        foreach ((string name, int offset, JsonTreeNode value) in node.Members)
        {
            if (!known.Contains(name))
            {
                throw Error(offset, $"\"{name}\" is not a field of {where}.", $"Did you mean \"{NearestName.Of(name, known)}\"? Known are {string.Join(", ", known)}.");
            }

            if (!fields.TryAdd(name, value))
            {
                throw Error(offset, $"\"{name}\" is there twice.", "Remove one of the two.");
            }
        }

        return fields;
    }

    private readonly JsonTreeNode Required(Dictionary<string, JsonTreeNode> fields, string name, JsonTreeNode parent) =>
        fields.TryGetValue(name, out JsonTreeNode? node) ? node : throw Error(parent.Offset, $"The field \"{name}\" is missing.", "Add it.");

    private readonly void Expect(JsonTreeNode node, JsonTokenType kind, string name, string kindName)
    {
        if (node.Kind != kind)
        {
            throw Error(node.Offset, $"{name} must be {kindName} and is {node.KindName}.", "Correct the value.");
        }
    }

    private readonly string Name(JsonTreeNode node, string field, bool mayBeEmpty)
    {
        Expect(node, JsonTokenType.String, $"\"{field}\"", "a string");
        byte[] bytes = Encoding.UTF8.GetBytes(node.Text);
        if ((bytes.Length == 0 && !mayBeEmpty) || bytes.Length > BundleFormat.BundleIdSize || !AsciiName.IsName(bytes, 0, bytes.Length))
        {
            throw Error(node.Offset, $"\"{field}\" is not a bundle id.", $"Use 1 to {BundleFormat.BundleIdSize} of A-Z, a-z, 0-9, '.', '-', '_', '+', beginning with a letter or digit.");
        }

        return node.Text;
    }

    private readonly PackedVersion Version(JsonTreeNode node, string field)
    {
        Expect(node, JsonTokenType.String, $"\"{field}\"", "a string");
        return PackedVersion.TryParse(node.Text, out PackedVersion version)
            ? version
            : throw Error(node.Offset, $"\"{field}\" is not a version.", "Write major.minor.patch, at most 255.255.65535, such as \"1.4.2\".");
    }

    private readonly string Checksum(JsonTreeNode node)
    {
        Expect(node, JsonTokenType.String, "\"checksum\"", "a string");
        return node.Text.Length == 0 || ContentChecksum.IsWellFormed(node.Text)
            ? node.Text
            : throw Error(node.Offset, "\"checksum\" is not a checksum.", "Leave it empty, and the tool fills it in, or write \"sha256:\" and 64 lower-case hexadecimal digits.");
    }

    private readonly int Integer(JsonTreeNode node, string field, int min, int max)
    {
        Expect(node, JsonTokenType.Number, $"\"{field}\"", "a number");
        return int.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max
            ? value
            : throw Error(node.Offset, $"\"{field}\" is {node.Text}.", $"It must be a whole number from {min} to {max}.");
    }

    private readonly List<string> Environments(JsonTreeNode node)
    {
        Expect(node, JsonTokenType.StartArray, "\"targetEnvironment\"", "an array of strings");
        List<string> names = [];
        uint mask = 0;
        foreach (JsonTreeNode item in node.Items)
        {
            Expect(item, JsonTokenType.String, "Each entry of \"targetEnvironment\"", "a string");
            if (!EnvironmentNames.TryGetBit(item.Text, out uint bit))
            {
                throw Error(item.Offset, $"\"{item.Text}\" is not an environment.", $"Did you mean \"{NearestName.Of(item.Text, EnvironmentNames.All)}\"? Known are {string.Join(", ", EnvironmentNames.All)}.");
            }

            if ((mask & bit) != 0)
            {
                throw Error(item.Offset, $"\"{item.Text}\" is there twice.", "Remove one of the two.");
            }

            mask |= bit;
            names.Add(item.Text);
        }

        return (mask & TargetEnvironment.AnyPlatform) != 0 && (mask & TargetEnvironment.AnyRing) != 0
            ? names
            : throw Error(node.Offset, "\"targetEnvironment\" does not say enough.", "Name at least one platform (esp32, esp32-psram, esp32-s3, virtual) and one ring (lab, canary, production).");
    }

    private readonly DeploymentException Error(int offset, string why, string remedy)
    {
        (int line, int column) = JsonTree.Locate(_json, offset);
        return new DeploymentException($"{_name}({line},{column}): not a valid deployment document.", why, remedy, line, column);
    }
}
