namespace TinyEdge.Firmware.Boards
{
    /// <summary>Wiring of the ESP32-DevKitC with a WROOM module, as in hardware/pinmap.csv. GPIO numbers.</summary>
    public static class DevKitC
    {
        public const int I2cData = 21;
        public const int I2cClock = 22;
        public const int ConsoleReceive = 16;
        public const int ConsoleTransmit = 17;
        public const int Indicator = 25;
    }
}
