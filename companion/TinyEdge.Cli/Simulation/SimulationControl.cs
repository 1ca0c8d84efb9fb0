using TinyEdge.Cli.Console;
using TinyEdge.VirtualDevice;
using TinyEdge.VirtualDevice.Hardware;
using TinyEdge.VirtualDevice.Vibration;

namespace TinyEdge.Cli.Simulation;

/// <summary>Commands to a running simulation, a line each on standard input: what a hand at the machine and at the board would do.</summary>
internal sealed class SimulationControl(VirtualDeviceHost device, CliConsole console)
{
    public const string Help =
        "state healthy|fault|off, sensor on|off, wifi on|off|other, clock right|wrong, full, format, garbage, reset, power, quit";

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
                return TryFault(line);
        }
    }

    /// <summary>What goes wrong in the field, and how it is made good.</summary>
    private bool TryFault(string line)
    {
        VirtualBoard board = device.Board;
        switch (line)
        {
            case "sensor on" or "sensor off":
                board.I2c.Disconnected = line == "sensor off";
                break;
            case "wifi on" or "wifi off":
                board.Wifi.NetworkPassphrase = VirtualWifi.DefaultPassphrase;
                board.Wifi.IsPresent = line == "wifi on";
                break;
            case "wifi other":
                board.Wifi.NetworkPassphrase = "changed-" + VirtualWifi.DefaultPassphrase;
                console.Say($"the network's passphrase is now {board.Wifi.NetworkPassphrase}");
                break;
            case "clock right" or "clock wrong":
                board.ClockError = line == "clock wrong" ? TimeSpan.FromDays(-20000) : TimeSpan.Zero;
                break;
            case "full":
                console.Say($"{board.Flash.Fill("stranger.bin")} bytes of a stranger's file leave no block free");
                break;
            case "format":
                board.Flash.Format();
                board.HardReset();
                console.Say("I: is empty: no bundle, no key, no network; the device starts anew");
                break;
            case "garbage":
                board.Com2.Receive(Enumerable.Range(0, 2000).Select(i => (byte)(i * 151 >> 3)).ToArray());
                break;
            default:
                console.Say($"unknown command '{line}'; known: {Help}");
                break;
        }

        return true;
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
