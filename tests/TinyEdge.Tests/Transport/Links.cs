using System.Net;
using System.Net.Sockets;
using System.Text;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Tests.Transport;

/// <summary>A scripted peer: hands out pieces with pauses between, moving the clock instead of waiting, and keeps what the device writes.</summary>
internal sealed class ScriptLink(ManualClock clock) : IByteLink
{
    private readonly Queue<(byte[] Bytes, int AfterMs)> _script = new();
    private byte[] _current = [];
    private int _at;
    private long _readyAt;

    public bool IsOpen { get; private set; } = true;

    public MemoryStream Written { get; } = new();

    public string Text => Encoding.ASCII.GetString(Written.ToArray());

    /// <summary>What happens when the script is over: silence, or the peer going away.</summary>
    public bool ClosesAtEnd { get; init; } = true;

    public ScriptLink Send(string text, int afterMs = 0) => Send(Encoding.Latin1.GetBytes(text), afterMs);

    public ScriptLink Send(byte[] bytes, int afterMs = 0)
    {
        _script.Enqueue((bytes, afterMs));
        return this;
    }

    public int Read(byte[] buffer, int offset, int count, int timeoutMs)
    {
        if (!IsOpen)
        {
            return -1;
        }

        if (_at == _current.Length && !TryNext())
        {
            clock.Now += timeoutMs;
            return ClosesAtEnd ? -1 : 0;
        }

        if (_readyAt - clock.Now > timeoutMs)
        {
            clock.Now += timeoutMs;
            return 0;
        }

        clock.Now = Math.Max(clock.Now, _readyAt);
        int taken = Math.Min(count, _current.Length - _at);
        Array.Copy(_current, _at, buffer, offset, taken);
        _at += taken;
        return taken;
    }

    public bool Write(byte[] buffer, int offset, int count)
    {
        Written.Write(buffer, offset, count);
        return IsOpen;
    }

    public void Close() => IsOpen = false;

    private bool TryNext()
    {
        if (!_script.TryDequeue(out (byte[] Bytes, int AfterMs) next))
        {
            return false;
        }

        (_current, _at, _readyAt) = (next.Bytes, 0, clock.Now + next.AfterMs);
        return true;
    }
}

/// <summary>The same request again and again, without allocating.</summary>
internal sealed class LoopLink(byte[] request, int times) : IByteLink
{
    private int _at;
    private int _left = times;

    public bool IsOpen => _left > 0;

    public long WrittenBytes { get; private set; }

    public int Read(byte[] buffer, int offset, int count, int timeoutMs)
    {
        int taken = Math.Min(count, request.Length - _at);
        Array.Copy(request, _at, buffer, offset, taken);
        _at = (_at + taken) % request.Length;
        return taken;
    }

    public bool Write(byte[] buffer, int offset, int count)
    {
        WrittenBytes += count;
        _left--;
        return _left > 0;
    }

    public void Close() => _left = 0;

    public void Rewind(int times) => (_at, _left) = (0, times);
}

/// <summary>A real socket as the device's adapter will see it.</summary>
internal sealed class SocketLink(Socket socket, int cutAfterBytes = int.MaxValue, double speed = 1) : IByteLink
{
    private int _leftBeforeCut = cutAfterBytes;

    public bool IsOpen { get; private set; } = true;

    public int Read(byte[] buffer, int offset, int count, int timeoutMs)
    {
        try
        {
            if (!IsOpen)
            {
                return -1;
            }

            if (!socket.Poll((int)Math.Ceiling(timeoutMs * 1000 / speed), SelectMode.SelectRead))
            {
                return 0;
            }

            int read = socket.Receive(buffer, offset, Math.Min(count, _leftBeforeCut), SocketFlags.None);
            _leftBeforeCut -= read;
            if (read == 0 || _leftBeforeCut == 0)
            {
                Close();
                return -1;
            }

            return read;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            IsOpen = false;
            return -1;
        }
    }

    public bool Write(byte[] buffer, int offset, int count)
    {
        try
        {
            return IsOpen && socket.Send(buffer, offset, count, SocketFlags.None) == count;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            IsOpen = false;
            return false;
        }
    }

    public void Close()
    {
        IsOpen = false;
        socket.Dispose();
    }
}

/// <summary>A device behind a real loopback socket, one connection at a time.</summary>
internal sealed class LoopbackDevice : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Thread _thread;

    /// <param name="device">What is served.</param>
    /// <param name="cuts">Bytes after which the first, second, ... connection is cut; later ones are left alone.</param>
    /// <param name="serial">Serves the console instead of HTTP.</param>
    public LoopbackDevice(TestDevice device, IEnumerable<int>? cuts = null, bool serial = false)
    {
        var plan = new Queue<int>(cuts ?? []);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(16);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _thread = new Thread(() => Serve(device, plan, serial)) { IsBackground = true };
        _thread.Start();
    }

    public int Port { get; }

    public string Endpoint => $"http://127.0.0.1:{Port}";

    public void Dispose()
    {
        _listener.Dispose();
        _thread.Join(TimeSpan.FromSeconds(5));
    }

    private void Serve(TestDevice device, Queue<int> plan, bool serial)
    {
        try
        {
            for (; ; )
            {
                Socket socket = _listener.Accept();
                socket.NoDelay = true;
                var link = new SocketLink(socket, plan.TryDequeue(out int cut) ? cut : int.MaxValue);
                if (serial)
                {
                    device.Console.Run(link);
                    link.Close();
                }
                else
                {
                    device.Server.ServeConnection(link);
                }
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Disposed: the test is over.
        }
    }
}
