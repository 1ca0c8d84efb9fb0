namespace TinyEdge.VirtualDevice.Vibration;

/// <summary>Speed setting of the ceiling fan.</summary>
public enum FanSpeed
{
    Low = 0,
    Medium = 1,
    High = 2,
}
