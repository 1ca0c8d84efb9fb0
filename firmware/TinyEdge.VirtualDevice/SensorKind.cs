namespace TinyEdge.VirtualDevice;

/// <summary>Which accelerometer is wired to the board.</summary>
public enum SensorKind
{
    Adxl345 = 0,
    Mpu6050 = 1,

    /// <summary>None: nobody answers on the bus.</summary>
    None = 2,
}
