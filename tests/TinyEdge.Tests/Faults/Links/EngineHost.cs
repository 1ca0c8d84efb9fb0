using System.Net;
using System.Net.Sockets;
using TinyEdge.Companion.Devices;
using TinyEdge.Tests.Transport;

namespace TinyEdge.Tests.Faults.Links;

/// <summary>An <see cref="EngineDevice"/> behind a real loopback socket, one connection at a time; it reboots when it is asked to.</summary>
internal sealed class EngineHost : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Thread _thread;
    private readonly bool _serial;
    private readonly double _speed;
    private volatile bool _isOver;
    private volatile bool _resetAsked;

    /// <param name="device">What is served.</param>
    /// <param name="serial">Serves the console instead of HTTP.</param>
    /// <param name="speed">Device milliseconds a real one, where the device's clock runs so.</param>
    public EngineHost(EngineDevice device, bool serial = false, double speed = 1)
    {
        Device = device;
        _serial = serial;
        _speed = speed;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(128);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    public EngineDevice Device { get; set; }

    /// <summary>Told of the text that a client sent, before the device reads it.</summary>
    public Action<string>? Heard { get; set; }

    public LinkFault Fault { get; set; } = LinkFault.None;

    public int Port { get; }

    public string Http => $"http://127.0.0.1:{Port}";

    public DeviceClient NewClient(DeviceKey? key = null) => _serial
        ? SerialDeviceClient.Open($"tcp://127.0.0.1:{Port}", key ?? DeviceDriver.Key)
        : new HttpDeviceClient(Http, key ?? DeviceDriver.Key);

    /// <summary>The reset button, from another thread: takes effect before the next byte.</summary>
    public void Reset() => _resetAsked = true;

    public void Dispose()
    {
        _isOver = true;
        _listener.Dispose();
        _thread.Join(TimeSpan.FromSeconds(5));
    }

    private void Serve()
    {
        while (!_isOver)
        {
            try
            {
                ServeOne(_listener.Accept());
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // Disposed, or a peer that had gone before it was accepted.
            }
        }
    }

    private void ServeOne(Socket socket)
    {
        socket.NoDelay = true;
        FaultyLink link = new(new SocketLink(socket, speed: _speed), Fault, Heard, () => _isOver || _resetAsked || Device.RebootDue);
        if (_serial)
        {
            Device.Console.Run(link);
        }
        else
        {
            Device.Server.ServeConnection(link);
        }

        link.Close();
        if (_resetAsked)
        {
            _resetAsked = false;
            Device.Boot();
        }

        Device.BootIfDue();
    }
}

/// <summary>
/// A device's clock for tests with real sockets: runs faster than real time, and every pause that a pusher makes passes here too.
/// </summary>
internal sealed class LinkTime(double speed = 1, WaitlessTime? pauses = null) : TinyEdge.Runtime.Sensing.IClock
{
    private readonly long _begun = System.Diagnostics.Stopwatch.GetTimestamp();

    public long UptimeMs => Microseconds / 1000;

    public long Microseconds =>
        (long)(System.Diagnostics.Stopwatch.GetElapsedTime(_begun).TotalMicroseconds * speed) + ((pauses?.GetTimestamp() ?? 0) / TimeSpan.TicksPerMicrosecond);

    public long UnixSeconds => 0;
}
