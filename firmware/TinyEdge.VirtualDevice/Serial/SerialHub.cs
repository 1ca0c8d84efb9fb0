using TinyEdge.NanoShim;

namespace TinyEdge.VirtualDevice.Serial;

/// <summary>One UART of the board with everything that is plugged into it. Keeps a bounded receive buffer, as the driver on the device does.</summary>
public sealed class SerialHub : ISerialChannel, IDisposable
{
    /// <summary>Bytes that wait for the firmware; what comes on top is lost and counted.</summary>
    public const int ReceiveBufferBytes = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _arrived = new();
    private readonly List<ISerialEndpoint> _endpoints = [];
    private readonly byte[] _ring = new byte[ReceiveBufferBytes];
    private int _head;
    private int _count;

    public IReadOnlyList<ISerialEndpoint> Endpoints => _endpoints;

    /// <summary>Received bytes that found the buffer full.</summary>
    public long LostBytes { get; private set; }

    public int Available
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    public void Plug(ISerialEndpoint endpoint)
    {
        _endpoints.Add(endpoint);
        endpoint.Start(Receive);
    }

    /// <summary>Bytes arriving on the wire.</summary>
    public void Receive(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            foreach (byte value in bytes)
            {
                if (_count == _ring.Length)
                {
                    LostBytes++;
                    continue;
                }

                _ring[(_head + _count++) % _ring.Length] = value;
            }

            _arrived.Set();
        }
    }

    public int Read(byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            int taken = Math.Min(count, _count);
            for (int i = 0; i < taken; i++)
            {
                buffer[offset + i] = _ring[_head];
                _head = (_head + 1) % _ring.Length;
            }

            _count -= taken;
            if (_count == 0)
            {
                _arrived.Reset();
            }

            return taken;
        }
    }

    public bool WaitForData(int milliseconds) => _arrived.Wait(milliseconds);

    public void Write(byte[] buffer, int offset, int count)
    {
        foreach (ISerialEndpoint endpoint in _endpoints)
        {
            endpoint.Send(buffer.AsSpan(offset, count));
        }
    }

    /// <summary>The processor was reset: what it had not read is gone.</summary>
    public void ClearReceived()
    {
        lock (_gate)
        {
            _count = 0;
            _arrived.Reset();
        }
    }

    public void Dispose()
    {
        foreach (ISerialEndpoint endpoint in _endpoints)
        {
            endpoint.Dispose();
        }

        _endpoints.Clear();
    }
}
