using TinyEdge.Companion.Hardware;
using TinyEdge.Tests.Structure;

namespace TinyEdge.Tests.Hardware;

/// <summary>What the tests read of <c>hardware/</c>.</summary>
internal static class HardwareFolder
{
    /// <summary>Every board of the pin map with a nanoFramework image that runs on it.</summary>
    public static readonly (string Board, string Target)[] Targets =
    [
        ("devkitc", "ESP32_REV3"), ("devkitc", "ESP32_REV0"), ("wrover", "ESP32_PSRAM_REV3"), ("wrover", "ESP32_PSRAM_REV0"),
        ("wrover", "ESP_WROVER_KIT"), ("s3-devkitc", "ESP32_S3_OCTAL"), ("s3-devkitc", "ESP32_S3_QUAD"),
    ];

    public static PinMap PinMap() => Companion.Hardware.PinMap.Parse(SourceTree.Read("hardware/pinmap.csv"), "hardware/pinmap.csv");
}
