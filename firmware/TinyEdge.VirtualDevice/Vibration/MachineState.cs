namespace TinyEdge.VirtualDevice.Vibration;

/// <summary>State of the simulated machine.</summary>
public enum MachineState
{
    Off = 0,
    Healthy = 1,
    Fault = 2,
}
