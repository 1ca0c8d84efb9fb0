namespace TinyEdge.NanoShim;

/// <summary>The board's Wi-Fi station and what the platform keeps of it on the flash volume.</summary>
public interface IWifiRadio
{
    /// <summary>Six bytes.</summary>
    byte[] MacAddress { get; }

    /// <summary>Stored network name; empty for none.</summary>
    string Ssid { get; }

    /// <summary>Stored passphrase.</summary>
    string Passphrase { get; }

    /// <summary>IPv4 address in network byte order as a little-endian integer; 0 while not joined.</summary>
    long Address { get; }

    /// <summary>Keeps a network for the boots to come.</summary>
    void Store(string ssid, string passphrase);

    /// <summary>Tries to join, waiting in the board's time; the values of System.Device.Wifi.WifiConnectionStatus.</summary>
    int Connect(string ssid, string passphrase);

    /// <summary>Leaves, and stops joining by itself.</summary>
    void Disconnect();
}
