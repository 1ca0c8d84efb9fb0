using System.Text;
using TinyEdge.NanoShim;
using TinyEdge.VirtualDevice.Storage;

namespace TinyEdge.VirtualDevice.Hardware;

/// <summary>
/// The Wi-Fi station of a board and the one network on the air around it. Name and passphrase are kept where the platform keeps them,
/// in a .sys file on the flash volume, and are lost with it. The network can go away and come back; the platform then joins again by itself
/// until it is told to leave.
/// </summary>
public sealed class VirtualWifi
{
    /// <summary>The platform's file for the network.</summary>
    public const string ConfigurationFile = "con_WLAN_0.sys";

    /// <summary>Network on the air unless told otherwise.</summary>
    public const string DefaultSsid = "tinyedge-lab";

    /// <summary>Its passphrase.</summary>
    public const string DefaultPassphrase = "vibration";

    /// <summary>192.168.4.20 in network byte order.</summary>
    private const long JoinedAddress = 20L << 24 | 4 << 16 | 168 << 8 | 192;

    private const int Success = 3;
    private const int InvalidCredential = 1;
    private const int NetworkNotAvailable = 2;

    private readonly Lock _gate = new();
    private readonly FlashVolume _flash;
    private bool _isPresent = true;
    private bool _wantsToJoin;
    private string _ssid = "";
    private string _passphrase = "";

    internal VirtualWifi(FlashVolume flash)
    {
        _flash = flash;
    }

    /// <summary>Told when the station loses its network; the board then breaks its sockets.</summary>
    public event Action? Lost;

    public string NetworkSsid { get; set; } = DefaultSsid;

    /// <summary>Passphrase of the network on the air; changing it throws the station out.</summary>
    public string NetworkPassphrase
    {
        get;
        set
        {
            field = value;
            Check(wasJoined: true);
        }
    } = DefaultPassphrase;

    /// <summary>Whether the access point is on.</summary>
    public bool IsPresent
    {
        get => _isPresent;
        set
        {
            bool was = IsJoined;
            _isPresent = value;
            Check(was);
        }
    }

    public bool IsJoined
    {
        get
        {
            lock (_gate)
            {
                return _wantsToJoin && Judge(_ssid, _passphrase) == Success;
            }
        }
    }

    internal long Address => IsJoined ? JoinedAddress : 0;

    /// <summary>What a technician does at the workbench: stores a network as if the board had been provisioned.</summary>
    public void Provision(string ssid, string passphrase) => Write(ssid, passphrase);

    /// <summary>What the platform does when a board starts: reads its network and joins.</summary>
    internal void PowerUp()
    {
        (string ssid, string passphrase) = Read();
        lock (_gate)
        {
            (_ssid, _passphrase, _wantsToJoin) = (ssid, passphrase, ssid.Length > 0);
        }
    }

    internal (string Ssid, string Passphrase) Read()
    {
        if (!_flash.Exists(ConfigurationFile))
        {
            return ("", "");
        }

        IFlashFile file = _flash.Open(ConfigurationFile, FlashOpenMode.Open, FlashAccess.Read);
        byte[] bytes = new byte[file.Length];
        file.Read(0, bytes, 0, bytes.Length);
        file.Close();
        string[] parts = Encoding.UTF8.GetString(bytes).Split('\0');
        return parts.Length == 2 ? (parts[0], parts[1]) : ("", "");
    }

    internal void Write(string ssid, string passphrase)
    {
        byte[] bytes = Encoding.UTF8.GetBytes($"{ssid}\0{passphrase}");
        IFlashFile file = _flash.Open(ConfigurationFile, FlashOpenMode.Create, FlashAccess.ReadWrite);
        file.Write(0, bytes, 0, bytes.Length);
        file.Close();
    }

    internal int Connect(string ssid, string passphrase)
    {
        lock (_gate)
        {
            (_ssid, _passphrase, _wantsToJoin) = (ssid, passphrase, true);
            return Judge(ssid, passphrase);
        }
    }

    internal void Disconnect()
    {
        bool was = IsJoined;
        lock (_gate)
        {
            _wantsToJoin = false;
        }

        Check(was);
    }

    private int Judge(string ssid, string passphrase) =>
        !_isPresent || ssid != NetworkSsid ? NetworkNotAvailable : passphrase == NetworkPassphrase ? Success : InvalidCredential;

    private void Check(bool wasJoined)
    {
        if (wasJoined && !IsJoined)
        {
            Lost?.Invoke();
        }
    }
}
