using nanoFramework.Hardware.Esp32;
using nanoFramework.Runtime.Native;
using TinyEdge.Firmware.Boards;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Firmware
{
    /// <summary>
    /// The one place that says which pins and addresses this firmware uses. The wirings stand in Boards/, one file a board, and
    /// a test holds them against hardware/pinmap.csv. One firmware serves all boards: the image that was flashed names its
    /// target, and with it the wiring. For a board of your own add a file to Boards/ and return it from <see cref="ModelOf"/>.
    /// </summary>
    public static class BoardPins
    {
        /// <summary>I2C bus of the sensor.</summary>
        public const int SensorBus = 1;

        /// <summary>7-bit address of an ADXL345 with SDO at ground.</summary>
        public const int Adxl345Address = Adxl345.DefaultAddress;

        /// <summary>7-bit address of an MPU-6050 with AD0 at ground.</summary>
        public const int Mpu6050Address = Mpu6050.DefaultAddress;

        /// <summary>UART of the console.</summary>
        public const string ConsolePort = "COM2";

        /// <summary>The board that runs this.</summary>
        public static BoardModel Model
        {
            get { return ModelOf(SystemInfo.TargetName); }
        }

        /// <summary>GPIO of the indicator LED of the board that runs this; high lights it.</summary>
        public static int IndicatorPin
        {
            get { return IndicatorOf(Model); }
        }

        /// <summary>Assigns bus and console to the pins of the board that runs this.</summary>
        public static void Assign()
        {
            switch (Model)
            {
                case BoardModel.S3DevKitC:
                    Assign(S3DevKitC.I2cData, S3DevKitC.I2cClock, S3DevKitC.ConsoleReceive, S3DevKitC.ConsoleTransmit);
                    break;
                case BoardModel.Wrover:
                    Assign(Wrover.I2cData, Wrover.I2cClock, Wrover.ConsoleReceive, Wrover.ConsoleTransmit);
                    break;
                default:
                    Assign(DevKitC.I2cData, DevKitC.I2cClock, DevKitC.ConsoleReceive, DevKitC.ConsoleTransmit);
                    break;
            }
        }

        /// <summary>The wiring that goes with an image.</summary>
        /// <param name="targetName">
        /// Name of the nanoFramework image, such as ESP32_REV3, ESP32_PSRAM_REV3 or ESP32_S3_OCTAL. An image with PSRAM support on a
        /// module without PSRAM is wired like a WROVER.
        /// </param>
        public static BoardModel ModelOf(string targetName)
        {
            if (targetName.IndexOf("_S3") >= 0)
            {
                return BoardModel.S3DevKitC;
            }

            bool hasPsram = targetName.IndexOf("_PSRAM") >= 0 || targetName.IndexOf("_WROVER") >= 0;
            return hasPsram ? BoardModel.Wrover : BoardModel.DevKitC;
        }

        /// <summary>GPIO of the indicator LED of a board.</summary>
        public static int IndicatorOf(BoardModel model)
        {
            switch (model)
            {
                case BoardModel.S3DevKitC:
                    return S3DevKitC.Indicator;
                case BoardModel.Wrover:
                    return Wrover.Indicator;
                default:
                    return DevKitC.Indicator;
            }
        }

        private static void Assign(int i2cData, int i2cClock, int consoleReceive, int consoleTransmit)
        {
            Configuration.SetPinFunction(i2cData, DeviceFunction.I2C1_DATA);
            Configuration.SetPinFunction(i2cClock, DeviceFunction.I2C1_CLOCK);
            Configuration.SetPinFunction(consoleReceive, DeviceFunction.COM2_RX);
            Configuration.SetPinFunction(consoleTransmit, DeviceFunction.COM2_TX);
        }
    }
}
