using System.Text;
using System.Text.Json;
using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Components;
using TinyEdge.Fuzzing.Engine;
using TinyEdge.Runtime.Detection;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Fuzzing.Desktop;

/// <summary>The files that an engineer writes: the same bytes are read as deployment.json, thresholds.json and calibration.json.</summary>
public sealed class DeploymentTarget : FuzzTarget
{
    private static readonly string[] s_labels = ["off", "healthy", "fault"];
    private static readonly JsonSerializerOptions s_camel = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private byte[] _input = [];
    private DeploymentDocument? _document;
    private ThresholdsFile? _thresholds;
    private byte[]? _thresholdBytes;
    private byte[]? _calibrationBytes;

    public override string Name => "deployment";

    public override string Feeds => "JSON, well-formed or not, as deployment.json, thresholds.json and calibration.json";

    public override string Promises => "the file's content, or an error that says what, why and what to do; what was read, written and read again is the same, and the device takes it; memory at most 400 times the input and 512 KB";

    public override IReadOnlyList<byte[]> Words { get; } = [.. new[]
    {
        "{", "}", "[", "]", ",", ":", "\"", "\\u0000", "\\ud800", "null", "true", "-1", "1e999", "1.5", "0", "256", "65536", "2147483648", "99999999999999999999", "\u00EF\u00BB\u00BF", "/*", "//", "\u00FF", "\u0000", "  ",
        "\"bundleId\":", "\"firmwareVersion\":", "\"checksum\":\"sha256:", "\"rollbackTarget\":\"golden\"", "\"metadata\":", "\"targetEnvironment\":", "\"esp32\"", "\"production\"", "\"minBatteryLevel\":",
        "\"scoreClass\":\"fault\"", "\"onLevel\":", "\"offLevel\":", "\"onCount\":", "\"smoothingShift\":", "\"deviceId\":\"0102030405060708\"", "\"offsetG\":", "\"gain\":", "[[[[[[[[[[", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":",
    }.Select(Encoding.Latin1.GetBytes)];

    public override IEnumerable<byte[]> Seeds()
    {
        yield return """
            { "bundleId": "fan-1", "firmwareVersion": "1.2.3", "modelVersion": "4.5.6", "thresholdVersion": "7.8.9", "calibrationVersion": "10.11.1200", "checksum": "", "rollbackTarget": "golden",
              "metadata": { "targetEnvironment": ["esp32", "virtual", "lab"], "minBatteryLevel": 30, "maxLatencyMs": 250, "peakRamBudgetBytes": 12288 } }
            """u8.ToArray();
        yield return Encoding.UTF8.GetBytes(ThresholdsFile.Example);
        yield return """{ "deviceId": "0102030405060708", "offsetG": [0.01, -0.02, 7.9], "gain": [1, 0.5, 1.9999] }"""u8.ToArray();
        yield return Encoding.UTF8.GetBytes(CalibrationFile.Example);
    }

    public override long AllowedBytes(int inputBytes) => (512 << 10) + (400L * inputBytes);

    public override void Arrange(ReadOnlySpan<byte> input)
    {
        _input = input.ToArray();
        (_document, _thresholds, _thresholdBytes, _calibrationBytes) = (null, null, null, null);
    }

    public override int Act()
    {
        int deployment = Refusal.Of(() => _document = DeploymentDocument.Parse(_input, "deployment.json"));
        int thresholds = Refusal.Of(() => _thresholdBytes = (_thresholds = ThresholdsFile.Parse(_input, "thresholds.json")).ToComponent(s_labels, "thresholds.json"));
        int calibration = Refusal.Of(() => _calibrationBytes = CalibrationFile.Parse(_input, "calibration.json").ToComponent("calibration.json"));
        return deployment == 0 || thresholds == 0 || calibration == 0 ? 0 : deployment;
    }

    public override void Check()
    {
        if (_document is not null)
        {
            byte[] written = _document.ToJson();
            FuzzViolation.Unless(DeploymentDocument.Parse(written, "again").ToJson().AsSpan().SequenceEqual(written), "deployment.json written again is another one");
        }

        if (_thresholdBytes is not null)
        {
            ResultCode code = new ThresholdSettings().TryRead(new ByteArraySource(_thresholdBytes), new byte[64], s_labels.Length);
            FuzzViolation.Unless(code == ResultCode.Ok, $"The device says {code} of thresholds that the companion took");
            byte[] again = ThresholdsFile.Parse(JsonSerializer.SerializeToUtf8Bytes(_thresholds, s_camel), "again").ToComponent(s_labels, "again");
            FuzzViolation.Unless(again.AsSpan().SequenceEqual(_thresholdBytes), "thresholds.json written again is another one");
        }

        if (_calibrationBytes is not null)
        {
            ResultCode code = new CalibrationSettings().TryRead(new ByteArraySource(_calibrationBytes), new byte[64], _calibrationBytes[8..16]);
            FuzzViolation.Unless(code == ResultCode.Ok, $"The device says {code} of a calibration that the companion took");
        }
    }
}
