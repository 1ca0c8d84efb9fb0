using TinyEdge.NanoShim;

namespace System.Device.Wifi;

public sealed class WifiAdapter : IDisposable
{
    private readonly IBoardHardware _board;
    private bool _disposed;

    private WifiAdapter(IBoardHardware board)
    {
        _board = board;
    }

    public int NetworkInterface => 0;

    public static WifiAdapter[] FindAllAdapters()
    {
        IBoardHardware board = BoardContext.Current;
        board.ThrowIfReset();
        return board.Wifi is null ? [] : [new WifiAdapter(board)];
    }

    public WifiConnectionResult Connect(string ssid, WifiReconnectionKind reconnectionKind, string passwordCredential)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(ssid);
        ArgumentNullException.ThrowIfNull(passwordCredential);
        return new WifiConnectionResult((WifiConnectionStatus)_board.Wifi.Connect(ssid, passwordCredential));
    }

    public void Disconnect()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _board.Wifi.Disconnect();
    }

    public void Dispose()
    {
        _disposed = true;
    }
}
