using TinyEdge.NanoShim;

namespace System.Net.NetworkInformation;

/// <summary>What the platform keeps of a Wi-Fi network, on the flash volume.</summary>
public class Wireless80211Configuration
{
    public enum ConfigurationOptions : byte
    {
        None = 0,
        Disable = 1,
        Enable = 2,
        AutoConnect = 6,
        SmartConfig = 10,
    }

    public Wireless80211Configuration(uint id)
    {
        Id = id;
    }

    public ConfigurationOptions Options { get; set; }

    public string Password { get; set; }

    public string Ssid { get; set; }

    public uint Id { get; }

    public void SaveConfiguration() => BoardContext.Current.Wifi.Store(Ssid, Password);

    public static Wireless80211Configuration[] GetAllWireless80211Configurations()
    {
        IBoardHardware board = BoardContext.Current;
        board.ThrowIfReset();
        return board.Wifi is not { } radio
            ? []
            : [new Wireless80211Configuration(0) { Ssid = radio.Ssid, Password = radio.Passphrase, Options = ConfigurationOptions.AutoConnect }];
    }
}
