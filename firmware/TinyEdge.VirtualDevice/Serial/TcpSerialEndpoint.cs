using System.Net;
using System.Net.Sockets;

namespace TinyEdge.VirtualDevice.Serial;

/// <summary>A serial wire as a TCP port on loopback. One peer at a time; a new one takes the wire over, so a peer that vanished cannot keep it.</summary>
public sealed class TcpSerialEndpoint : ISerialEndpoint
{
    private const int SendTimeoutMs = 500;
    private readonly Lock _gate = new();
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _closing = new();
    private SerialReceived _received = _ => { };
    private Socket? _peer;

    /// <param name="port">Port on 127.0.0.1, 0 for any free one.</param>
    public TcpSerialEndpoint(int port)
    {
        try
        {
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            _listener.Listen(2);
        }
        catch (SocketException ex)
        {
            _listener.Dispose();
            throw new VirtualDeviceException(
                $"The serial port could not be opened on TCP port {port}.", $"The system said: {ex.Message}.", "Choose another port, or 0 for any free one.", ex);
        }

        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
    }

    public int Port { get; }

    public string Address => $"tcp:127.0.0.1:{Port}";

    public void Start(SerialReceived received)
    {
        _received = received;
        _ = Task.Run(AcceptAsync);
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        Socket? peer;
        lock (_gate)
        {
            peer = _peer;
        }

        try
        {
            while (peer is not null && !bytes.IsEmpty)
            {
                bytes = bytes[peer.Send(bytes)..];
            }
        }
        catch (Exception ex) when (ex is SocketException or ObjectDisposedException)
        {
            Drop(peer!);
        }
    }

    public void Dispose()
    {
        _closing.Cancel();
        _listener.Dispose();
        lock (_gate)
        {
            _peer?.Dispose();
            _peer = null;
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!_closing.IsCancellationRequested)
            {
                Socket peer = await _listener.AcceptAsync(_closing.Token).ConfigureAwait(false);
                peer.NoDelay = true;
                peer.SendTimeout = SendTimeoutMs;
                lock (_gate)
                {
                    _peer?.Dispose();
                    _peer = peer;
                }

                _ = Task.Run(() => ReceiveAsync(peer));
            }
        }
        catch (Exception ex) when (ex is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The board is being taken down.
        }
    }

    private async Task ReceiveAsync(Socket peer)
    {
        byte[] buffer = new byte[4096];
        try
        {
            int read;
            while ((read = await peer.ReceiveAsync(buffer, _closing.Token).ConfigureAwait(false)) > 0)
            {
                _received(buffer.AsSpan(0, read));
            }
        }
        catch (Exception ex) when (ex is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The peer is gone or was replaced; the port stays.
        }

        Drop(peer);
    }

    private void Drop(Socket peer)
    {
        lock (_gate)
        {
            if (_peer == peer)
            {
                _peer = null;
            }
        }

        peer.Dispose();
    }
}
