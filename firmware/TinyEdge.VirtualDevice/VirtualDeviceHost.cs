using System.Net;
using System.Net.Sockets;
using TinyEdge.Bundles;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Firmware;
using TinyEdge.NanoShim;
using TinyEdge.Runtime.Dsp;
using TinyEdge.Runtime.Supervision;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;
using TinyEdge.VirtualDevice.Serial;
using TinyEdge.VirtualDevice.Vibration;

namespace TinyEdge.VirtualDevice;

/// <summary>
/// A whole virtual device: a board with the firmware running on it, boot after boot, until it is disposed. Several can live
/// in one process.
/// </summary>
public sealed class VirtualDeviceHost : IDisposable
{
    private readonly VirtualDeviceOptions _options;
    private readonly DeviceFacts _facts;
    private readonly CancellationTokenSource _stop = new();
    private readonly int _httpPort;
    private Thread? _thread;
    private volatile FirmwareMain? _firmware;

    public VirtualDeviceHost(VirtualDeviceOptions options, DeviceFacts facts)
    {
        _options = options;
        _facts = facts;
        _httpPort = options.HttpPort == 0 ? FindFreePort() : options.HttpPort;
        Board = new VirtualBoard(options);
        Equip();
    }

    /// <summary>Told of every boot that ends: its number and why.</summary>
    public event Action<int, BootEnd>? BootEnded;

    public VirtualBoard Board { get; }

    /// <summary>The same across reboots.</summary>
    public Uri HttpAddress => new($"http://127.0.0.1:{_httpPort}");

    /// <summary>What runs in the present boot; null between boots. For tests that look inside.</summary>
    public FirmwareMain? Firmware => _firmware;

    /// <summary>Addresses of UART0 as the companion takes them: a device path or tcp://host:port.</summary>
    public IReadOnlyList<string> HealthPorts => Addresses(Board.Uart0);

    /// <summary>Addresses of the console on COM2.</summary>
    public IReadOnlyList<string> ConsolePorts => Addresses(Board.Com2);

    /// <summary>Switches the device on and returns once its HTTP server answers, or, on a board without its network, its console.</summary>
    /// <exception cref="VirtualDeviceException">It does not come up: the port is taken.</exception>
    public void Start()
    {
        _thread = new Thread(() => Board.Run(RunFirmware, _stop.Token, boot => BootEnded?.Invoke(boot.Number, boot.End)))
        {
            IsBackground = true,
            Name = "virtual device",
        };
        _thread.Start();
        if (!WaitUntilListening(TimeSpan.FromSeconds(20)))
        {
            throw new VirtualDeviceException(
                "The virtual device did not come up.",
                $"Nothing listens on {HttpAddress}.",
                "Choose another port, or leave it out to take a free one.");
        }
    }

    /// <summary>Blocks until the device is switched off or its firmware has ended for ever.</summary>
    public void Wait() => _thread?.Join();

    public void Dispose()
    {
        _stop.Cancel();
        Board.Dispose();
        _thread?.Join(TimeSpan.FromSeconds(5));
        _stop.Dispose();
    }

    /// <summary>A board that comes from the workbench, its flash volume still empty, has its key and its network.</summary>
    private void Equip()
    {
        if (_facts.DeviceKey is null || Board.Flash.List().Length > 0)
        {
            return;
        }

        Board.Wifi.Provision(Board.Wifi.NetworkSsid, Board.Wifi.NetworkPassphrase);
        Board.AtWorkbench().Run(() => new DeviceKeyStore(new FlashFileStore()).TryStore(_facts.DeviceKey));
    }

    private void RunFirmware(VirtualBoot boot)
    {
        try
        {
            FirmwareMain firmware = new(MakeSettings());
            _firmware = firmware;
            firmware.Run();
        }
        catch (Exception error) when (error is not BoardResetException)
        {
            // As Program.Main of a board: whatever ends the firmware resets it.
            boot.Reboot();
        }
    }

    private FirmwareSettings MakeSettings()
    {
        KeyRing keys = new(new PinnedKeyRecords(_facts.PinnedKeys), epoch: 0, acceptsDevelopmentKeys: _facts.RingBit != TargetEnvironment.Production);
        DeviceIdentity identity = new()
        {
            Vendor = KnownDevices.VendorTinyEdge,
            DeviceClass = KnownDevices.ClassVibrationMonitor,
            HardwareRevision = 1,
            Environment = TargetEnvironment.Virtual | _facts.RingBit,
            RuntimeVersion = RuntimeVersion.Packed,
            FrontEndVersion = FrontEndSection.FrontEndVersion,
            RamCapBytes = _options.HeapBytes,
        };
        identity.SetNativeChecksums(NativeTables.Virtual, 0);
        return new FirmwareSettings
        {
            DeviceId = _facts.DeviceId,
            Keys = keys,
            HttpAddress = IPAddress.Loopback,
            HttpPort = _httpPort,
            Identity = identity,
            Power = _options.Power,
        };
    }

    private bool WaitUntilListening(TimeSpan patience)
    {
        DateTime end = DateTime.UtcNow + patience;
        while (DateTime.UtcNow < end)
        {
            if (_firmware is { HttpPort: not 0 } || (_firmware is { IsServing: true } && !Board.Wifi.IsJoined))
            {
                return true;
            }

            Thread.Sleep(5);
        }

        return false;
    }

    private static List<string> Addresses(SerialHub hub)
    {
        return [.. hub.Endpoints.Select(endpoint => endpoint is TcpSerialEndpoint tcp ? $"tcp://127.0.0.1:{tcp.Port}" : endpoint.Address)];
    }

    private static int FindFreePort()
    {
        TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        int port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        return port;
    }
}
