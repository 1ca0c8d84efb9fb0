namespace TinyEdge.VirtualDevice.Vibration;

/// <summary>A machine to simulate.</summary>
public interface IMachine
{
    VibrationProfile ProfileOf(MachineState state);
}
