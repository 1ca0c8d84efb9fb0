namespace TinyEdge.Runtime.Supervision
{
    /// <summary>Accelerometers that the resident firmware has a driver for.</summary>
    public enum SensorKind
    {
        Adxl345 = 0,
        Mpu6050 = 1,
    }
}
