using System.Net;
using System.Net.Sockets;

namespace TinyEdge.Tests.EndToEnd;

/// <summary>
/// A link over real sockets that breaks once. It looks at what goes to the device and says how many bytes of it still arrive;
/// then both directions are reset. Whatever comes later passes.
/// </summary>
internal sealed class CuttingRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _device;
    private readonly Func<ReadOnlyMemory<byte>, int> _passes;
    private readonly Lock _gate = new();
    private volatile bool _cut;

    private CuttingRelay(Uri device, Func<ReadOnlyMemory<byte>, int> passes)
    {
        _device = device;
        _passes = passes;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public bool HasCut => _cut;

    /// <summary>Breaks after exactly so many bytes, counted over all connections.</summary>
    public static CuttingRelay AfterBytes(Uri device, long bytes)
    {
        long left = bytes;
        return new CuttingRelay(device, piece =>
        {
            left -= piece.Length;
            return left > 0 ? -1 : (int)(piece.Length + left);
        });
    }

    /// <summary>Breaks after the request with this path has gone through, so that its answer is lost.</summary>
    public static CuttingRelay AfterRequest(Uri device, string path)
    {
        byte[] text = System.Text.Encoding.ASCII.GetBytes(path);
        return new CuttingRelay(device, piece => piece.Span.IndexOf(text) >= 0 ? piece.Length : -1);
    }

    public void Dispose() => _listener.Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient near = await _listener.AcceptTcpClientAsync();
                _ = RelayAsync(near);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using TcpClient near = client;
        using TcpClient far = new();
        try
        {
            await far.ConnectAsync(_device.Host, _device.Port);
            await Task.WhenAny(UpAsync(near.GetStream(), far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            // The device is away; so is the link.
        }
    }

    private async Task UpAsync(NetworkStream near, NetworkStream far)
    {
        byte[] buffer = new byte[4096];
        for (int read = await near.ReadAsync(buffer); read > 0; read = await near.ReadAsync(buffer))
        {
            int passes = Judge(buffer.AsMemory(0, read));
            await far.WriteAsync(buffer.AsMemory(0, passes < 0 ? read : passes));
            if (passes >= 0)
            {
                return;
            }
        }
    }

    private int Judge(ReadOnlyMemory<byte> piece)
    {
        lock (_gate)
        {
            int passes = _cut ? -1 : _passes(piece);
            _cut |= passes >= 0;
            return passes;
        }
    }
}
