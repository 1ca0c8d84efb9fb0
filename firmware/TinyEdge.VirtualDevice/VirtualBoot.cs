using System.Device.I2c;
using System.Runtime.Loader;
using TinyEdge.NanoShim;
using TinyEdge.VirtualDevice.Storage;

namespace TinyEdge.VirtualDevice;

/// <summary>
/// One boot of a <see cref="VirtualBoard"/>, and the hardware that the shim sees during it. When the boot ends, everything it made
/// is dead: each further call throws <see cref="BoardResetException"/>.
/// </summary>
public sealed class VirtualBoot : IBoardHardware, IFlashGuard
{
    private readonly Lock _gate = new();
    private readonly VirtualBoard _board;
    private readonly long _startMicroseconds;
    private readonly CancellationTokenSource _ended = new();
    private readonly AssemblyLoadContext _assemblies;
    private readonly Dictionary<int, int> _pinFunctions = [];
    private readonly List<BoardThread> _threads = [];
    private readonly HashSet<IDisposable> _resources = [];
    private readonly ManualResetEventSlim _awake = new(true);
    private BootEnd _end;

    internal VirtualBoot(VirtualBoard board, int number)
    {
        _board = board;
        Number = number;
        _startMicroseconds = board.Clock.Microseconds;
        Flash = new GuardedVolume(this, board.Flash);
        _assemblies = new AssemblyLoadContext($"boot {number}", isCollectible: true);
    }

    /// <summary>Boots of this board since its object was made, from 1.</summary>
    public int Number { get; }

    public BootEnd End => _end;

    /// <summary>What left Main or a thread, when <see cref="End"/> is Unhandled.</summary>
    public Exception? Unhandled { get; private set; }

    /// <summary>Cancelled when the boot ends.</summary>
    public CancellationToken Ended => _ended.Token;

    public long MicrosecondsSinceBoot
    {
        get
        {
            ThrowIfReset();
            return _board.Clock.Microseconds - _startMicroseconds;
        }
    }

    public string TargetName => _board.Options.TargetName;

    public Version ImageVersion { get; } = new(1, 17, 0, 0);

    public IWifiRadio? Wifi => _board.Options.HasWifi ? new BootWifi(this, _board.Wifi) : null;

    public long UtcTicks
    {
        get
        {
            ThrowIfReset();
            return (DateTime.UtcNow + _board.ClockError).Ticks;
        }
    }

    public IFlashVolume Flash { get; }

    /// <summary>Binds the calling flow to this boot, for tests that call adapters directly.</summary>
    public IDisposable Enter() => BoardContext.Enter(this);

    /// <summary>Runs the firmware's Main on the calling thread until the boot ends, by whatever cause; no exception gets out.</summary>
    public BootEnd Run(Action main)
    {
        using (Enter())
        {
            Guard(main);
        }

        TryEnd(BootEnd.MainReturned);
        return _end;
    }

    public void ThrowIfReset()
    {
        if (_end != BootEnd.Running)
        {
            throw new BoardResetException();
        }
    }

    public I2cTransferStatus TransferI2c(int busId, int deviceAddress, ReadOnlySpan<byte> write, Span<byte> read, out int transferred)
    {
        ThrowIfReset();
        transferred = 0;
        return busId == VirtualBoard.SensorBus
            ? _board.I2c.Transfer(deviceAddress, write, read, _board.Clock.Microseconds, out transferred)
            : I2cTransferStatus.SlaveAddressNotAcknowledged;
    }

    public ISerialChannel? FindSerial(string portName)
    {
        ThrowIfReset();
        lock (_gate)
        {
            // DeviceFunction.COM2_TX and COM2_RX: as on the device, a port without pins cannot be opened.
            bool wired = _pinFunctions.ContainsKey(197120) && _pinFunctions.ContainsKey(197121);
            return portName == "COM2" && wired ? new BootSerial(this, _board.Com2) : null;
        }
    }

    public void SetPinFunction(int pin, int function)
    {
        ThrowIfReset();
        lock (_gate)
        {
            _pinFunctions[function] = pin;
        }
    }

    /// <summary>The pin that this boot assigned to a <c>DeviceFunction</c>, or null.</summary>
    public int? PinOf(int function)
    {
        lock (_gate)
        {
            return _pinFunctions.TryGetValue(function, out int pin) ? pin : null;
        }
    }

    public void WriteConsole(string text)
    {
        ThrowIfReset();
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        _board.Uart0.Write(bytes, 0, bytes.Length);
        _board.RaiseConsole(text);
    }

    public void Sleep(int milliseconds)
    {
        ThrowIfReset();
        try
        {
            _board.Clock.Sleep(milliseconds < 0 ? -1 : milliseconds * 1000L, Ended);
        }
        catch (OperationCanceledException)
        {
            throw new BoardResetException();
        }

        AwaitWaking();
    }

    public void WritePin(int pin, bool high)
    {
        ThrowIfReset();
        _board.WritePin(pin, high);
    }

    public bool ReadPin(int pin)
    {
        ThrowIfReset();
        return _board.HighPins.Contains(pin);
    }

    public bool LightSleep(long microseconds, bool wakesOnSerial)
    {
        ThrowIfReset();
        const int SliceMicroseconds = 5000;
        long start = _board.Clock.Microseconds;
        _awake.Reset();
        try
        {
            while (_board.Clock.Microseconds - start < microseconds)
            {
                if (wakesOnSerial && _board.Com2.Available > 0)
                {
                    return true;
                }

                _board.Clock.Sleep(Math.Min(SliceMicroseconds, microseconds), Ended);
            }

            return false;
        }
        catch (OperationCanceledException)
        {
            throw new BoardResetException();
        }
        finally
        {
            _board.Slept += TimeSpan.FromMicroseconds(_board.Clock.Microseconds - start);
            _awake.Set();
        }
    }

    public ILoadedAssembly LoadAssembly(byte[] image)
    {
        ThrowIfReset();
        try
        {
            return new LoadedAssembly(_assemblies.LoadFromStream(new MemoryStream(image, false)));
        }
        catch (Exception ex) when (ex is BadImageFormatException or FileLoadException)
        {
            // What the device throws for an image whose CRC is wrong.
            throw new ArgumentException("The assembly image is damaged.", nameof(image), ex);
        }
    }

    public IBoardThread StartThread(Action body)
    {
        ThrowIfReset();
        var thread = new BoardThread(() => Guard(body));
        lock (_gate)
        {
            // Within the lock: whoever waits for the boot's threads must not find one that has not begun.
            thread.Start();
            _threads.Add(thread);
        }

        return thread;
    }

    public void Track(IDisposable resource)
    {
        lock (_gate)
        {
            if (_end == BootEnd.Running)
            {
                _resources.Add(resource);
                return;
            }
        }

        resource.Dispose();
        throw new BoardResetException();
    }

    public void Release(IDisposable resource)
    {
        lock (_gate)
        {
            _resources.Remove(resource);
        }
    }

    public void ReadMemory(out uint total, out uint free, out uint largestFree)
    {
        ThrowIfReset();
        total = (uint)_board.Options.HeapBytes;
        free = (uint)_board.Options.FreeHeapBytes;
        largestFree = free;
    }

    public void Reboot()
    {
        ThrowIfReset();
        TryEnd(BootEnd.Reboot);
        throw new BoardResetException();
    }

    /// <summary>Waits for the boot's threads, so that nothing of it runs beside the next one; false when one of them is stuck.</summary>
    public bool JoinThreads(TimeSpan patience)
    {
        BoardThread[] threads;
        lock (_gate)
        {
            threads = [.. _threads];
        }

        long deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        bool all = true;
        foreach (BoardThread thread in threads)
        {
            all &= thread.Join((int)Math.Max(0, deadline - Environment.TickCount64));
        }

        return all;
    }

    /// <summary>The network is gone: what was connected through it is broken.</summary>
    internal void BreakSockets()
    {
        IDisposable[] sockets;
        lock (_gate)
        {
            sockets = [.. _resources.OfType<BoardSocket>()];
        }

        foreach (IDisposable socket in sockets)
        {
            socket.Dispose();
        }
    }

    /// <summary>A thread that would run while the chip is in light sleep does not.</summary>
    private void AwaitWaking()
    {
        try
        {
            _awake.Wait(Ended);
        }
        catch (OperationCanceledException)
        {
            throw new BoardResetException();
        }
    }

    internal bool TryEnd(BootEnd cause)
    {
        IDisposable[] resources;
        lock (_gate)
        {
            if (_end != BootEnd.Running)
            {
                return false;
            }

            _end = cause;
            resources = [.. _resources];
        }

        foreach (IDisposable resource in resources)
        {
            resource.Dispose();
        }

        _board.Flash.DropOpenFiles();
        _board.Com2.ClearReceived();
        _ended.Cancel();
        _assemblies.Unload();
        return true;
    }

    T IFlashGuard.Guarded<T>(Func<T> flashOperation) => Guarded(flashOperation);

    private T Guarded<T>(Func<T> flashOperation)
    {
        ThrowIfReset();
        try
        {
            return flashOperation();
        }
        catch (PowerCutException)
        {
            TryEnd(BootEnd.PowerLoss);
            throw new BoardResetException();
        }
    }

    private void Guard(Action body)
    {
        try
        {
            body();
        }
        catch (BoardResetException)
        {
            // This boot is over; its code stops here, as the processor would.
        }
        catch (Exception ex)
        {
            Unhandled = ex;
            TryEnd(BootEnd.Unhandled);
        }
    }

    private sealed class LoadedAssembly(System.Reflection.Assembly assembly) : ILoadedAssembly
    {
        public string FullName => assembly.FullName ?? "";

        public Type? FindType(string name) => assembly.GetType(name);
    }

    private sealed class BoardThread : IBoardThread
    {
        private readonly Thread _thread;

        public BoardThread(Action body)
        {
            _thread = new Thread(() => body()) { IsBackground = true };
        }

        public bool IsAlive => _thread.IsAlive;

        public void Start() => _thread.Start();

        public bool Join(int milliseconds) => _thread == Thread.CurrentThread || _thread.Join(milliseconds);
    }

    private sealed class BootSerial(VirtualBoot boot, Serial.SerialHub hub) : ISerialChannel
    {
        private const int WaitSliceMs = 50;

        public int Available => Alive().Available;

        public int Read(byte[] buffer, int offset, int count) => Alive().Read(buffer, offset, count);

        public void Write(byte[] buffer, int offset, int count) => Alive().Write(buffer, offset, count);

        public bool WaitForData(int milliseconds)
        {
            long deadline = milliseconds < 0 ? long.MaxValue : Environment.TickCount64 + milliseconds;
            while (!Alive().WaitForData((int)Math.Clamp(deadline - Environment.TickCount64, 0, WaitSliceMs)))
            {
                if (Environment.TickCount64 >= deadline)
                {
                    return false;
                }
            }

            return true;
        }

        private Serial.SerialHub Alive()
        {
            boot.ThrowIfReset();
            return hub;
        }
    }

    private sealed class BootWifi(VirtualBoot boot, Hardware.VirtualWifi wifi) : IWifiRadio
    {
        private const int ConnectMs = 1500;

        public byte[] MacAddress => boot._board.Options.MacAddress;

        public string Ssid => boot.Guarded(() => wifi.Read().Ssid);

        public string Passphrase => boot.Guarded(() => wifi.Read().Passphrase);

        public long Address
        {
            get
            {
                boot.ThrowIfReset();
                return wifi.Address;
            }
        }

        public void Store(string ssid, string passphrase) => boot.Guarded(() => Done(() => wifi.Write(ssid, passphrase)));

        public int Connect(string ssid, string passphrase)
        {
            boot.Sleep(ConnectMs);
            return wifi.Connect(ssid, passphrase);
        }

        public void Disconnect()
        {
            boot.ThrowIfReset();
            wifi.Disconnect();
        }
    }

    private static bool Done(Action action)
    {
        action();
        return true;
    }
}
