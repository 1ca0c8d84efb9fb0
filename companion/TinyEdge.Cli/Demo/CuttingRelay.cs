using System.Net;
using System.Net.Sockets;

namespace TinyEdge.Cli.Demo;

/// <summary>
/// A TCP relay that behaves like a bad radio link: after a number of bytes towards the device it cuts the connection, once.
/// Everything later passes.
/// </summary>
internal sealed class CuttingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _device;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private long _bytesUntilCut;

    public CuttingRelay(Uri device, long cutAfterBytes)
    {
        _device = new IPEndPoint(IPAddress.Loopback, device.Port);
        _bytesUntilCut = cutAfterBytes;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Cuts made: 0 or 1.</summary>
    public int Cuts { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token).ConfigureAwait(false);
                connections.Add(RelayAsync(client));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed by DisposeAsync.
        }

        await Task.WhenAll(connections).ConfigureAwait(false);
    }

    private async Task RelayAsync(TcpClient client)
    {
        using TcpClient near = client;
        using TcpClient far = new();
        try
        {
            await far.ConnectAsync(_device, _stop.Token).ConfigureAwait(false);
            Task up = CopyAsync(near.GetStream(), far.GetStream(), counted: true);
            Task down = CopyAsync(far.GetStream(), near.GetStream(), counted: false);
            await Task.WhenAny(up, down).ConfigureAwait(false);
            near.Close();
            far.Close();
            await Task.WhenAll(up, down).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side is gone: that is what a link does.
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, bool counted)
    {
        byte[] buffer = new byte[1024];
        while (true)
        {
            int read;
            try
            {
                read = await from.ReadAsync(buffer, _stop.Token).ConfigureAwait(false);
                if (read == 0 || (counted && Cut(read)))
                {
                    return;
                }

                await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private bool Cut(int bytes)
    {
        if (Cuts > 0)
        {
            return false;
        }

        _bytesUntilCut -= bytes;
        if (_bytesUntilCut > 0)
        {
            return false;
        }

        Cuts++;
        return true;
    }
}
