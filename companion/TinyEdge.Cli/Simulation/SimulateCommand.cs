using System.CommandLine;
using TinyEdge.Bundles;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;
using TinyEdge.Companion.Keys;
using TinyEdge.Firmware;
using TinyEdge.VirtualDevice;
using TinyEdge.VirtualDevice.Vibration;

namespace TinyEdge.Cli.Simulation;

internal sealed class SimulateCommand : CliCommand
{
    private readonly Option<DirectoryInfo?> _folder = new("--folder") { Description = "Where the device keeps flash, id and key between runs. Without it: a fresh device in a temporary folder." };
    private readonly Option<FileInfo[]> _trust = new("--trust") { Description = "Public key (PEM) that bundles may be signed with; may be given several times. Without one the device refuses every bundle.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int> _httpPort = new("--http-port") { Description = "Port of the HTTP server on loopback; 0 takes a free one." };
    private readonly Option<int> _consolePort = new("--console-port") { Description = "TCP port of the console (COM2) on loopback; 0 takes a free one." };
    private readonly Option<int> _healthPort = new("--health-port") { Description = "TCP port of UART0 on loopback; 0 takes a free one." };
    private readonly Option<bool> _noPty = new("--no-pty") { Description = "Do not offer the serial ports as pseudo-terminals as well." };
    private readonly Option<double> _speed = new("--speed") { Description = "Board seconds per real second, 0.1 to 16.", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _sensor = new("--sensor") { Description = "Accelerometer on the board.", DefaultValueFactory = _ => "adxl345" };
    private readonly Option<string> _machine = new("--machine") { Description = "Machine that the simulator plays.", DefaultValueFactory = _ => "fan-medium" };
    private readonly Option<string> _state = new("--state") { Description = "State of the machine at the start.", DefaultValueFactory = _ => "healthy" };
    private readonly Option<int> _seed = new("--seed") { Description = "Seed of the simulator.", DefaultValueFactory = _ => 1 };
    private readonly Option<double> _roll = new("--roll") { Description = "Mounting: rotation about x, degrees." };
    private readonly Option<double> _pitch = new("--pitch") { Description = "Mounting: rotation about y, degrees." };
    private readonly Option<double> _yaw = new("--yaw") { Description = "Mounting: rotation about z, degrees." };
    private readonly Option<double> _noise = new("--noise") { Description = "Factor on the noise floor.", DefaultValueFactory = _ => 1 };
    private readonly Option<double> _warmUp = new("--warm-up") { Description = "Temperature drift: by how many degrees the sensor warms up." };
    private readonly Option<double> _ageing = new("--ageing") { Description = "Relative loss of sensor gain per board hour." };
    private readonly Option<FileInfo?> _recording = new("--recording") { Description = "Play a recording instead: CSV of x,y,z in g, or WAV." };
    private readonly Option<double> _rate = new("--recording-rate") { Description = "Sample rate of a CSV recording, Hz.", DefaultValueFactory = _ => 200 };
    private readonly Option<bool> _unprovisioned = new("--unprovisioned") { Description = "A board as it comes from flashing: no key and no Wi-Fi until 'tinyedge provision' gives them over the console." };
    private readonly Option<string> _power = new("--power") { Description = "Power profile: on, or light-sleep between bursts of samples.", DefaultValueFactory = _ => "on" };
    private readonly Option<bool> _restart = new("--restart") { Description = "Run the device in a process of its own and reset it when that process dies, as an application that overflows the stack makes it." };
    private readonly Option<string> _ring = new("--ring") { Description = "Ring that the device belongs to.", DefaultValueFactory = _ => "lab" };

    public SimulateCommand(CliConsole console)
        : base(console, "simulate", "Start a virtual device: the firmware on a modelled board with sensor, flash, HTTP and serial. Runs until Ctrl+C.")
    {
        _sensor.AcceptOnlyFromAmong("adxl345", "mpu6050", "none");
        _machine.AcceptOnlyFromAmong("fan-low", "fan-medium", "fan-high", "rotor");
        _state.AcceptOnlyFromAmong("healthy", "fault", "off");
        _ring.AcceptOnlyFromAmong("lab", "canary", "production");
        _power.AcceptOnlyFromAmong("on", "light-sleep");
        foreach (Option option in new Option[]
                 {
                     _folder, _trust, _httpPort, _consolePort, _healthPort, _noPty, _speed, _sensor, _machine, _state, _seed,
                     _roll, _pitch, _yaw, _noise, _warmUp, _ageing, _recording, _rate, _ring, _unprovisioned, _power, _restart,
                 })
        {
            Options.Add(option);
        }
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge simulate --folder pump7 --trust release.pub.pem --http-port 8080",
        "tinyedge simulate --recording field.csv --speed 4",
        "tinyedge simulate --folder pump7 --trust release.pub.pem --restart   (for applications that you do not trust yet)",
        "tinyedge simulate --unprovisioned   (then provision key and wifi at the console it names)",
        "then type: " + SimulationControl.Help,
    ];

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        string? temporary = context.Parsed.GetValue(_folder) is null ? Directory.CreateTempSubdirectory("tinyedge-device-").FullName : null;
        try
        {
            string path = temporary ?? context.Parsed.GetValue(_folder)!.FullName;
            return context.Parsed.GetValue(_restart)
                ? await new SimulationKeeper(ChildArguments(context.Parsed, path), context.Console).RunAsync(context.Cancellation).ConfigureAwait(false)
                : await RunAsync(context, path).ConfigureAwait(false);
        }
        finally
        {
            if (temporary is not null)
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    private async Task<ExitCode> RunAsync(CommandContext context, string path)
    {
        DeviceFolder folder = DeviceFolder.Open(path);
        DeviceFacts facts = new(
            folder.DeviceId,
            context.Parsed.GetValue(_unprovisioned) ? null : DeviceKey.Load(folder.KeyPath).ToBytes(),
            [.. (context.Parsed.GetValue(_trust) ?? []).Select(file => PublicKeyFile.Load(file.FullName).ToDeviceKey())],
            RingBit(context.Parsed.GetValue(_ring)!));
        using VirtualDeviceHost device = new(DeviceOptions(context.Parsed, folder), facts);
        device.BootEnded += (boot, end) =>
        {
            Exception? unhandled = device.Board.CurrentBoot?.Unhandled;
            if (unhandled is OutOfMemoryException)
            {
                // The desktop's memory, not the board's: nothing in this process can be relied on any more.
                Environment.FailFast("An application has taken all memory of the process.");
            }

            context.Console.Say($"boot {boot} ended: {end}{(unhandled is null ? "" : $", {unhandled.GetType().Name}")}");
        };
        device.Start();

        object ready = new
        {
            DeviceId = Convert.ToHexStringLower(folder.DeviceId),
            Http = device.HttpAddress.ToString().TrimEnd('/'),
            ConsolePorts = device.ConsolePorts,
            HealthPorts = device.HealthPorts,
            DeviceKeyFile = folder.KeyPath,
            Network = device.Board.Wifi.NetworkSsid,
            Folder = folder.Path,
        };
        if (context.Json)
        {
            JsonOutput.WriteResultLine(context.Console.Out, Name, ready);
        }
        else
        {
            context.Console.Out.WriteLine($"device   {Convert.ToHexStringLower(folder.DeviceId)}");
            context.Console.Out.WriteLine($"http     {device.HttpAddress.ToString().TrimEnd('/')}");
            context.Console.Out.WriteLine($"console  {string.Join("  ", device.ConsolePorts)}");
            context.Console.Out.WriteLine($"health   {string.Join("  ", device.HealthPorts)}");
            context.Console.Out.WriteLine($"key      {folder.KeyPath}");
            context.Console.Out.WriteLine($"network  {device.Board.Wifi.NetworkSsid}, passphrase {device.Board.Wifi.NetworkPassphrase}");
        }

        await context.Console.Out.FlushAsync(context.Cancellation).ConfigureAwait(false);
        await new SimulationControl(device, context.Console).RunAsync(context.Cancellation).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    /// <summary>The same command without the keeper, with the folder and the ports fixed.</summary>
    private List<string> ChildArguments(ParseResult parsed, string path)
    {
        List<string> arguments = [];
        List<string> tokens = [.. parsed.Tokens.Select(token => token.Value)];
        for (int i = 0; i < tokens.Count; i++)
        {
            bool isPort = tokens[i] == _httpPort.Name || tokens[i] == _consolePort.Name || tokens[i] == _healthPort.Name;
            if (isPort || tokens[i] == _folder.Name)
            {
                i++;
            }
            else if (tokens[i] != _restart.Name)
            {
                arguments.Add(tokens[i]);
            }
        }

        arguments.AddRange([_folder.Name, path]);
        foreach (Option<int> port in new[] { _httpPort, _consolePort, _healthPort })
        {
            int wanted = parsed.GetValue(port);
            arguments.AddRange([port.Name, $"{(wanted == 0 ? SimulationKeeper.FreePort() : wanted)}"]);
        }

        return arguments;
    }

    private VirtualDeviceOptions DeviceOptions(ParseResult parsed, DeviceFolder folder)
    {
        double speed = parsed.GetValue(_speed);
        if (!(speed is >= 0.1 and <= 16))
        {
            throw new TinyEdgeException(ExitCode.Usage, $"--speed {speed} is out of range.", "Above 16 the firmware's 10 ms loop no longer empties a real sensor's FIFO in time.", "Use 0.1 to 16.");
        }

        return new VirtualDeviceOptions
        {
            Folder = folder.FlashPath,
            HttpPort = parsed.GetValue(_httpPort),
            Com2TcpPort = parsed.GetValue(_consolePort),
            Uart0TcpPort = parsed.GetValue(_healthPort),
            PseudoTerminals = !parsed.GetValue(_noPty),
            Speed = speed,
            Power = parsed.GetValue(_power) == "light-sleep" ? PowerProfile.LightSleep : PowerProfile.AlwaysOn,
            Sensor = parsed.GetValue(_sensor) switch
            {
                "mpu6050" => SensorKind.Mpu6050,
                "none" => SensorKind.None,
                _ => SensorKind.Adxl345,
            },
            Machine = parsed.GetValue(_machine) switch
            {
                "fan-low" => new FanMachine(FanSpeed.Low),
                "fan-high" => new FanMachine(FanSpeed.High),
                "rotor" => new RotorMachine(),
                _ => new FanMachine(FanSpeed.Medium),
            },
            Recording = parsed.GetValue(_recording)?.FullName,
            RecordingRateHz = parsed.GetValue(_rate),
            Simulator = new VibrationSimulatorOptions
            {
                Seed = parsed.GetValue(_seed),
                InitialState = MachineStates.Parse(parsed.GetValue(_state)!)!.Value,
                RollDegrees = parsed.GetValue(_roll),
                PitchDegrees = parsed.GetValue(_pitch),
                YawDegrees = parsed.GetValue(_yaw),
                NoiseScale = parsed.GetValue(_noise),
                WarmUpCelsius = parsed.GetValue(_warmUp),
                GainLossPerHour = parsed.GetValue(_ageing),
            },
        };
    }

    private static uint RingBit(string name)
    {
        return name switch
        {
            "production" => TargetEnvironment.Production,
            "canary" => TargetEnvironment.Canary,
            _ => TargetEnvironment.Lab,
        };
    }
}
