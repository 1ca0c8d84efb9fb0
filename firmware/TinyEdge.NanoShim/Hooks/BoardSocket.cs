using System;
using System.Net.Sockets;

namespace TinyEdge.NanoShim;

/// <summary>A socket of one boot: a reset closes it, so that its port is free for the next boot and its peer notices.</summary>
public sealed class BoardSocket : IDisposable
{
    private readonly IBoardHardware _board;
    private readonly Socket _inner;

    public BoardSocket(AddressFamily family, SocketType type, ProtocolType protocol)
        : this(BoardContext.Current, new Socket(family, type, protocol))
    {
    }

    private BoardSocket(IBoardHardware board, Socket inner)
    {
        _board = board;
        _inner = inner;
        _board.Track(this);
    }

    /// <summary>The system's socket, while the boot lasts.</summary>
    public Socket Inner
    {
        get
        {
            _board.ThrowIfReset();
            return _inner;
        }
    }

    public BoardSocket Accept() => new(_board, Inner.Accept());

    public void Dispose()
    {
        _board.Release(this);
        _inner.Dispose();
    }
}
