using TinyEdge.VirtualDevice.Vibration;

namespace TinyEdge.Tests.VirtualDevice;

/// <summary>x numbers the samples in LSB of the chip, so that a lost, repeated or shifted sample shows; y and z are constant.</summary>
internal sealed class CountingSource(double gPerStep) : IVibrationSource
{
    private int _next;

    public double Y { get; init; } = -0.5;

    public double Z { get; init; } = 1;

    public void Sample(long microseconds, out double xG, out double yG, out double zG)
    {
        xG = (_next++ % 400) * gPerStep;
        yG = Y;
        zG = Z;
    }

    public double TemperatureCelsius(long microseconds) => 25;
}
