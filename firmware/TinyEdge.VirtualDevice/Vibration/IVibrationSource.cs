namespace TinyEdge.VirtualDevice.Vibration;

/// <summary>Acceleration at the sensor, in g and in the sensor's axes, gravity included: a pure function of the board's time.</summary>
public interface IVibrationSource
{
    void Sample(long microseconds, out double xG, out double yG, out double zG);

    double TemperatureCelsius(long microseconds);
}
