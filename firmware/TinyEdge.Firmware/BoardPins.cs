using nanoFramework.Hardware.Esp32;

namespace TinyEdge.Firmware
{
    /// <summary>Assigns the pins of the ESP32 DevKitC wiring: I2C1 on GPIO 21 and 22, COM2 on GPIO 16 and 17.</summary>
    public static class BoardPins
    {
        /// <summary>I2C bus of the sensor.</summary>
        public const int SensorBus = 1;

        /// <summary>UART of the console.</summary>
        public const string ConsolePort = "COM2";

        private const int I2cData = 21;
        private const int I2cClock = 22;
        private const int ConsoleReceive = 16;
        private const int ConsoleTransmit = 17;

        public static void Assign()
        {
            Configuration.SetPinFunction(I2cData, DeviceFunction.I2C1_DATA);
            Configuration.SetPinFunction(I2cClock, DeviceFunction.I2C1_CLOCK);
            Configuration.SetPinFunction(ConsoleReceive, DeviceFunction.COM2_RX);
            Configuration.SetPinFunction(ConsoleTransmit, DeviceFunction.COM2_TX);
        }
    }
}
