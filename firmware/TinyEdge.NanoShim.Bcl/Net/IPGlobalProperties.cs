using TinyEdge.NanoShim;

namespace System.Net.NetworkInformation;

public static class IPGlobalProperties
{
    /// <summary>Address of the first interface that has one, else the address of no host.</summary>
    public static IPAddress GetIPAddress()
    {
        IBoardHardware board = BoardContext.Current;
        board.ThrowIfReset();
        long address = board.Wifi is null ? 0 : board.Wifi.Address;
        return address == 0 ? IPAddress.Any : new IPAddress(address);
    }
}
