namespace TinyEdge.Firmware.Boards
{
    /// <summary>The boards of hardware/boards: which wiring the firmware uses.</summary>
    public enum BoardModel
    {
        /// <summary>ESP32-DevKitC with a WROOM module: 4 MB, no PSRAM.</summary>
        DevKitC = 0,

        /// <summary>ESP32-DevKitC with a WROVER module: GPIO 16 and 17 belong to its PSRAM.</summary>
        Wrover = 1,

        /// <summary>ESP32-S3-DevKitC-1: GPIO 22 to 25 do not exist.</summary>
        S3DevKitC = 2,
    }
}
