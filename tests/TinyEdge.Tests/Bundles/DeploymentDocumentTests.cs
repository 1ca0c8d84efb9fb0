using System.Text;
using TinyEdge.Companion;
using TinyEdge.Companion.Bundling;

namespace TinyEdge.Tests.Bundles;

public sealed class DeploymentDocumentTests
{
    private const string Good =
        """
        {
          "bundleId": "fan-7",
          "firmwareVersion": "1.2.3",
          "modelVersion": "0.0.1",
          "thresholdVersion": "255.255.65535",
          "calibrationVersion": "1.0.0",
          "checksum": "",
          "rollbackTarget": "golden",
          "metadata": {
            "targetEnvironment": ["esp32-s3", "canary"],
            "minBatteryLevel": 20,
            "maxLatencyMs": 250,
            "peakRamBudgetBytes": 12288
          }
        }
        """;

    [Fact]
    public void Parse_GoodDocument_ReadsEveryField()
    {
        DeploymentDocument document = Parse(Good);

        Assert.Equal(("fan-7", "golden", string.Empty), (document.BundleId, document.RollbackTarget, document.Checksum));
        Assert.Equal((0x01020003u, 1u, uint.MaxValue, 0x01000000u), (document.FirmwareVersion.Value, document.ModelVersion.Value, document.ThresholdVersion.Value, document.CalibrationVersion.Value));
        Assert.Equal((20, 250, 12288), (document.Metadata.MinBatteryLevel, document.Metadata.MaxLatencyMs, document.Metadata.PeakRamBudgetBytes));
        Assert.Equal(4u | 512u, document.Metadata.EnvironmentMask);
    }

    [Fact]
    public void ToJson_Parsed_GivesTheSameJson()
    {
        byte[] json = BundleSample.Deployment.ToJson();

        Assert.Equal(json, DeploymentDocument.Parse(json, "x").ToJson());
    }

    [Fact]
    public void Parse_ChecksumAbsentOrByteOrderMark_IsAccepted()
    {
        Assert.Equal(string.Empty, Parse(Good.Replace("  \"checksum\": \"\",\n", string.Empty, StringComparison.Ordinal)).Checksum);
        Assert.Equal("fan-7", DeploymentDocument.Parse([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Good)], "x").BundleId);
    }

    [Theory]
    [InlineData("\"bundleId\"", "\"bundelId\"", 2, 3, "Did you mean \"bundleId\"")]
    [InlineData("\"minBatteryLevel\"", "\"MinBatteryLevel\"", 11, 5, "Did you mean \"minBatteryLevel\"")]
    [InlineData("\"rollbackTarget\": \"golden\"", "\"bundleId\": \"golden\"", 8, 3, "twice")]
    [InlineData("\"modelVersion\": \"0.0.1\",", "", 1, 1, "\"modelVersion\" is missing")]
    [InlineData("\"maxLatencyMs\": 250,", "", 9, 15, "\"maxLatencyMs\" is missing")]
    [InlineData("\"fan-7\"", "7", 2, 15, "must be a string and is a number")]
    [InlineData("\"fan-7\"", "\"fan 7\"", 2, 15, "not a bundle id")]
    [InlineData("\"fan-7\"", "\"\"", 2, 15, "not a bundle id")]
    [InlineData("\"fan-7\"", "\"a23456789012345678901234567890123\"", 2, 15, "not a bundle id")]
    [InlineData("\"1.2.3\"", "\"1.2\"", 3, 22, "not a version")]
    [InlineData("\"1.2.3\"", "\"1.256.3\"", 3, 22, "not a version")]
    [InlineData("\"1.2.3\"", "\"01.2.3\"", 3, 22, "not a version")]
    [InlineData("\"1.2.3\"", "\"1.2.-3\"", 3, 22, "not a version")]
    [InlineData("\"1.2.3\"", "null", 3, 22, "is null")]
    [InlineData("\"checksum\": \"\"", "\"checksum\": \"sha256:12\"", 7, 15, "not a checksum")]
    [InlineData("\"golden\"", "\"../x\"", 8, 21, "not a bundle id")]
    [InlineData("\"esp32-s3\"", "\"esp32s3\"", 10, 27, "Did you mean \"esp32-s3\"")]
    [InlineData("\"canary\"", "\"esp32-s3\"", 10, 39, "twice")]
    [InlineData(", \"canary\"", "", 10, 26, "one ring")]
    [InlineData("[\"esp32-s3\", \"canary\"]", "\"esp32\"", 10, 26, "an array of strings")]
    [InlineData("20,", "101,", 11, 24, "0 to 100")]
    [InlineData("20,", "-1,", 11, 24, "0 to 100")]
    [InlineData("20,", "20.5,", 11, 24, "whole number")]
    [InlineData("250,", "0,", 12, 21, "1 to 65535")]
    [InlineData("250,", "\"250\",", 12, 21, "must be a number")]
    [InlineData("12288", "99999999999999999999", 13, 27, "1 to 2147483647")]
    public void Parse_OneThingWrong_SaysWhereAndWhat(string from, string to, int line, int column, string says)
    {
        DeploymentException error = Assert.Throws<DeploymentException>(() => Parse(Good.Replace(from, to, StringComparison.Ordinal)));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.StartsWith($"x.json({line},{column}):", error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, error.ExitCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{} {}")]
    [InlineData("{ /* no */ }")]
    [InlineData("{\"bundleId\": \"\\ud800\"}")]
    [InlineData("[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]")]
    public void Parse_NotADocument_IsAClearError(string text)
    {
        Assert.NotEmpty(Assert.Throws<DeploymentException>(() => Parse(text)).Remedy);
    }

    [Fact]
    public void Parse_CutAtEveryByte_IsAlwaysAClearError()
    {
        byte[] good = Encoding.UTF8.GetBytes(Good);
        for (int length = 0; length < good.Length; length++)
        {
            Assert.Throws<DeploymentException>(() => DeploymentDocument.Parse(good.AsSpan(0, length), "x"));
        }
    }

    [Fact]
    public void Load_MissingOrHugeFile_IsAClearError()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.PathOf("huge"), new string(' ', 70_000));

        Assert.Throws<DeploymentException>(() => DeploymentDocument.Load(folder.PathOf("missing")));
        Assert.Throws<DeploymentException>(() => DeploymentDocument.Load(folder.PathOf("huge")));
    }

    private static DeploymentDocument Parse(string json) => DeploymentDocument.Parse(Encoding.UTF8.GetBytes(json), "x.json");
}
