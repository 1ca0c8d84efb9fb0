namespace TinyEdge.Firmware.Boards
{
    /// <summary>Wiring of the ESP32-DevKitC with a WROVER module, as in hardware/pinmap.csv. GPIO numbers.</summary>
    public static class Wrover
    {
        public const int I2cData = 21;
        public const int I2cClock = 22;

        // Not 16 and 17: the PSRAM inside the module uses them.
        public const int ConsoleReceive = 27;
        public const int ConsoleTransmit = 26;
        public const int Indicator = 25;
    }
}
