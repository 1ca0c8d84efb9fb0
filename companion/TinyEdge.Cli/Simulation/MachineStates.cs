using TinyEdge.VirtualDevice.Vibration;

namespace TinyEdge.Cli.Simulation;

/// <summary>Names of machine states on the command line and on the simulation's standard input.</summary>
internal static class MachineStates
{
    public static MachineState? Parse(string name)
    {
        return name switch
        {
            "healthy" => MachineState.Healthy,
            "fault" => MachineState.Fault,
            "off" => MachineState.Off,
            _ => null,
        };
    }
}
