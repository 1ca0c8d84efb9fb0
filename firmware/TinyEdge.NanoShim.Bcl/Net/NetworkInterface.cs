using TinyEdge.NanoShim;

namespace System.Net.NetworkInformation;

public class NetworkInterface
{
    private readonly IWifiRadio _radio;

    protected NetworkInterface(int interfaceIndex)
    {
        _radio = BoardContext.Current.Wifi;
    }

    public byte[] PhysicalAddress
    {
        get => (byte[])_radio.MacAddress.Clone();
        set => throw new NotSupportedException();
    }

    public NetworkInterfaceType NetworkInterfaceType => NetworkInterfaceType.Wireless80211;

    public static NetworkInterface[] GetAllNetworkInterfaces()
    {
        IBoardHardware board = BoardContext.Current;
        board.ThrowIfReset();
        return board.Wifi is null ? [] : [new NetworkInterface(0)];
    }
}
