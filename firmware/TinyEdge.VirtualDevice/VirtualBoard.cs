using TinyEdge.Runtime.Sensing;
using TinyEdge.VirtualDevice.Hardware;
using TinyEdge.VirtualDevice.Serial;
using TinyEdge.VirtualDevice.Storage;
using TinyEdge.VirtualDevice.Timing;
using TinyEdge.VirtualDevice.Vibration;

namespace TinyEdge.VirtualDevice;

/// <summary>
/// An ESP32 board with its sensor, flash and wires. What belongs to the board (clock, chips, files, serial ports) outlives a reboot; what
/// belongs to the processor lives in a <see cref="VirtualBoot"/>. Several boards can run in one process.
/// </summary>
public sealed class VirtualBoard : IDisposable
{
    /// <summary>Number of the I2C bus that the sensor is on.</summary>
    public const int SensorBus = 1;

    private static readonly TimeSpan s_threadPatience = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private readonly HashSet<int> _highPins = [];
    private int _boots;

    /// <param name="options">How it is built.</param>
    /// <param name="clock">A clock of the caller's, or null for the one that the options ask for.</param>
    public VirtualBoard(VirtualDeviceOptions options, VirtualClock? clock = null)
    {
        Options = options;
        Source = MakeSource(options);
        Clock = clock ?? (options.Speed == 0 ? new SteppedClock(advanceOnSleep: true) : new ScaledClock(options.Speed));
        Flash = new FlashVolume(options.Folder, options.FlashBytes, options.FlashBlockBytes);
        Wifi = new VirtualWifi(Flash);
        Wifi.Lost += () => CurrentBoot?.BreakSockets();
        AttachSensor(options.Sensor);
        try
        {
            Plug(Uart0, options.Uart0TcpPort);
            Plug(Com2, options.Com2TcpPort);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Text that the firmware wrote to UART0, besides leaving at its endpoints.</summary>
    public event Action<string>? ConsoleWritten;

    public VirtualDeviceOptions Options { get; }

    public VirtualClock Clock { get; }

    public IVibrationSource Source { get; }

    /// <summary>The simulator, or null when a recording plays.</summary>
    public VibrationSimulator? Simulator => Source as VibrationSimulator;

    public VirtualI2cBus I2c { get; } = new();

    public FlashVolume Flash { get; }

    public VirtualWifi Wifi { get; }

    /// <summary>How far the board's wall clock is from the true time.</summary>
    public TimeSpan ClockError { get; set; }

    /// <summary>GPIO outputs that the firmware drives high.</summary>
    public IReadOnlyCollection<int> HighPins
    {
        get
        {
            lock (_gate)
            {
                return [.. _highPins];
            }
        }
    }

    /// <summary>Board time spent in light sleep.</summary>
    public TimeSpan Slept { get; internal set; }

    /// <summary>The USB cable: health lines out.</summary>
    public SerialHub Uart0 { get; } = new();

    /// <summary>The console port.</summary>
    public SerialHub Com2 { get; } = new();

    public VirtualBoot? CurrentBoot { get; private set; }

    /// <summary>Starts the processor, ending an earlier boot. The caller then runs the firmware in it.</summary>
    public VirtualBoot Boot()
    {
        VirtualBoot? earlier = CurrentBoot;
        earlier?.TryEnd(BootEnd.HardReset);
        earlier?.JoinThreads(s_threadPatience);
        lock (_gate)
        {
            _highPins.Clear();
            Wifi.PowerUp();
            CurrentBoot = new VirtualBoot(this, ++_boots);
            return CurrentBoot;
        }
    }

    /// <summary>The board on the bench: code runs on it, and no boot is counted.</summary>
    internal VirtualBoot AtWorkbench() => new(this, 0);

    /// <summary>Runs the firmware, boot after boot, until cancelled. <paramref name="main"/> is called anew for each boot and builds a new object graph.</summary>
    /// <param name="main">The firmware's Main.</param>
    /// <param name="stop">Switches the board off.</param>
    /// <param name="ended">Told of the end of each boot; may be null.</param>
    public void Run(Action<VirtualBoot> main, CancellationToken stop, Action<VirtualBoot>? ended = null)
    {
        while (!stop.IsCancellationRequested)
        {
            VirtualBoot boot = Boot();
            using (stop.Register(() => boot.TryEnd(BootEnd.PowerLoss)))
            {
                BootEnd end = RunToItsEnd(boot, main);
                ended?.Invoke(boot);
                if (end is BootEnd.MainReturned or BootEnd.Unhandled)
                {
                    // The CLR has halted; only power can help, and nobody is there to give it.
                    return;
                }
            }
        }
    }

    /// <summary>
    /// A reset stops a processor whatever it does; a thread of the desktop that never calls the board cannot be stopped. So Main has a
    /// thread of its own, which is left behind when it does not come out: it can do nothing to the board any more.
    /// </summary>
    private static BootEnd RunToItsEnd(VirtualBoot boot, Action<VirtualBoot> main)
    {
        Thread core = new(() => boot.Run(() => main(boot))) { IsBackground = true, Name = $"boot {boot.Number}" };
        core.Start();
        boot.Ended.WaitHandle.WaitOne();
        core.Join(s_threadPatience);
        return boot.End;
    }

    /// <summary>The reset button: the processor starts anew, chips and flash stay as they are.</summary>
    public void HardReset() => CurrentBoot?.TryEnd(BootEnd.HardReset);

    /// <summary>Power off and on: the chips lose their registers too.</summary>
    public void PowerCycle()
    {
        CurrentBoot?.TryEnd(BootEnd.PowerLoss);
        I2c.PowerCycle();
    }

    public void Dispose()
    {
        CurrentBoot?.TryEnd(BootEnd.PowerLoss);
        CurrentBoot?.JoinThreads(s_threadPatience);
        Uart0.Dispose();
        Com2.Dispose();
    }

    /// <summary>Puts another chip on the bus in the place of the one there.</summary>
    public void PlugSensor(SensorKind kind)
    {
        I2c.Detach(Adxl345.DefaultAddress);
        I2c.Detach(Mpu6050.DefaultAddress);
        AttachSensor(kind);
    }

    internal void WritePin(int pin, bool high)
    {
        lock (_gate)
        {
            _ = high ? _highPins.Add(pin) : _highPins.Remove(pin);
        }
    }

    internal void RaiseConsole(string text) => ConsoleWritten?.Invoke(text);

    private static IVibrationSource MakeSource(VirtualDeviceOptions options)
    {
        if (options.Recording is not { } path)
        {
            return new VibrationSimulator(options.Machine, options.Simulator);
        }

        if (path.EndsWith(".wav", StringComparison.OrdinalIgnoreCase))
        {
            Vector3G[] sound = WavRecording.Load(path, options.WavFullScaleG, out int rate);
            return new RecordedSource(sound, rate, options.LoopRecording);
        }

        return new RecordedSource(CsvRecording.Load(path), options.RecordingRateHz, options.LoopRecording);
    }

    private void AttachSensor(SensorKind kind)
    {
        switch (kind)
        {
            case SensorKind.Adxl345:
                I2c.Attach(Adxl345.DefaultAddress, new Adxl345Model(Source));
                break;
            case SensorKind.Mpu6050:
                I2c.Attach(Mpu6050.DefaultAddress, new Mpu6050Model(Source));
                break;
        }
    }

    private void Plug(SerialHub hub, int? tcpPort)
    {
        if (Options.PseudoTerminals && PseudoTerminal.IsSupported)
        {
            hub.Plug(new PseudoTerminal());
        }

        if (tcpPort is { } port)
        {
            hub.Plug(new TcpSerialEndpoint(port));
        }
    }
}
