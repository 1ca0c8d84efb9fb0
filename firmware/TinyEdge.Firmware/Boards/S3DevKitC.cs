namespace TinyEdge.Firmware.Boards
{
    /// <summary>Wiring of the ESP32-S3-DevKitC-1, as in hardware/pinmap.csv. GPIO numbers.</summary>
    public static class S3DevKitC
    {
        public const int I2cData = 8;
        public const int I2cClock = 9;
        public const int ConsoleReceive = 18;
        public const int ConsoleTransmit = 17;
        public const int Indicator = 5;
    }
}
