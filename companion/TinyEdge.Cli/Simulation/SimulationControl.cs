using TinyEdge.Cli.Console;
using TinyEdge.VirtualDevice;
using TinyEdge.VirtualDevice.Vibration;

namespace TinyEdge.Cli.Simulation;

/// <summary>Commands to a running simulation, a line each on standard input: what a hand at the machine and at the board would do.</summary>
internal sealed class SimulationControl(VirtualDeviceHost device, CliConsole console)
{
    private const string Help = "state healthy|fault|off, reset, power, quit";

    /// <summary>Reads commands until quit or cancellation; end of input only ends the reading, so the device can run in the background.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            string? line = await global::System.Console.In.ReadLineAsync(cancellation).ConfigureAwait(false);
            if (line is null)
            {
                await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(false);
            }
            else if (!Execute(line.Trim()))
            {
                return;
            }
        }
    }

    private bool Execute(string line)
    {
        switch (line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            case []:
                return true;
            case ["quit"]:
                return false;
            case ["reset"]:
                device.Board.HardReset();
                return true;
            case ["power"]:
                device.Board.PowerCycle();
                return true;
            case ["state", string name] when MachineStates.Parse(name) is MachineState state:
                SetState(state);
                return true;
            default:
                console.Say($"unknown command '{line}'; known: {Help}");
                return true;
        }
    }

    private void SetState(MachineState state)
    {
        if (device.Board.Simulator is not VibrationSimulator simulator)
        {
            console.Say("a recording is playing; it has no states");
            return;
        }

        simulator.Schedule(TimeSpan.FromMicroseconds(device.Board.Clock.Microseconds), state);
        console.Say($"the machine is going to {state.ToString().ToLowerInvariant()}");
    }
}
