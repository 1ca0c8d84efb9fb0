using TinyEdge.NanoShim;

namespace System.Net.Sockets;

public class Socket : IDisposable
{
    private readonly BoardSocket _socket;

    public Socket(AddressFamily addressFamily, SocketType socketType, ProtocolType protocolType)
        : this(new BoardSocket(addressFamily, socketType, protocolType))
    {
    }

    private Socket(BoardSocket socket)
    {
        _socket = socket;
    }

    public EndPoint LocalEndPoint => _socket.Inner.LocalEndPoint;

    public int SendTimeout
    {
        get => _socket.Inner.SendTimeout;
        set => _socket.Inner.SendTimeout = value;
    }

    public void Bind(EndPoint localEP) => _socket.Inner.Bind(localEP);

    public void Listen(int backlog) => _socket.Inner.Listen(backlog);

    public Socket Accept() => new(_socket.Accept());

    public bool Poll(int microSeconds, SelectMode mode) => _socket.Inner.Poll(microSeconds, mode);

    public int Send(byte[] buffer, int offset, int size, SocketFlags socketFlags) => _socket.Inner.Send(buffer, offset, size, socketFlags);

    public int Receive(byte[] buffer, int offset, int size, SocketFlags socketFlags) => _socket.Inner.Receive(buffer, offset, size, socketFlags);

    public void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, bool optionValue)
        => _socket.Inner.SetSocketOption(optionLevel, optionName, optionValue);

    public void Close()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    void IDisposable.Dispose() => Close();

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _socket.Dispose();
        }
    }
}
