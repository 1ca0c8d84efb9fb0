namespace nanoFramework.Hardware.Esp32;

public enum DeviceFunction
{
    I2C1_DATA = 131328,
    I2C1_CLOCK = 131329,
    I2C2_DATA = 131584,
    I2C2_CLOCK = 131585,
    COM2_TX = 197120,
    COM2_RX = 197121,
    COM3_TX = 197376,
    COM3_RX = 197377,
}
