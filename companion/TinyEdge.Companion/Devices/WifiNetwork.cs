using System.Text;
using TinyEdge.Bundles;

namespace TinyEdge.Companion.Devices;

/// <summary>A Wi-Fi network that a device is given. Says nothing of its passphrase when it is printed.</summary>
public sealed class WifiNetwork
{
    private readonly byte[] _ssid;
    private readonly byte[] _passphrase;

    /// <param name="ssid">Name, 1 to 32 bytes of UTF-8.</param>
    /// <param name="passphrase">8 to 63 characters of ASCII, or 64 hex digits; null for an open network.</param>
    /// <exception cref="TinyEdgeException">One of them is not as Wi-Fi has it.</exception>
    public WifiNetwork(string ssid, string? passphrase)
    {
        ArgumentNullException.ThrowIfNull(ssid);
        _ssid = Encoding.UTF8.GetBytes(ssid);
        _passphrase = passphrase is null ? [] : Encoding.UTF8.GetBytes(passphrase);
        if (_ssid.Length is 0 or > WireLimits.SsidBytes || _ssid.Any(b => b is < 0x20 or 0x7F))
        {
            throw Bad("The network's name is not usable.", $"It must have 1 to {WireLimits.SsidBytes} bytes and no control characters.");
        }

        bool isKey = _passphrase.Length == WireLimits.PassphraseBytes && _passphrase.All(b => char.IsAsciiHexDigit((char)b));
        bool isPassphrase = _passphrase.Length is >= WireLimits.ShortestPassphraseBytes and < WireLimits.PassphraseBytes && _passphrase.All(b => b is >= 0x20 and < 0x7F);
        if (passphrase is not null && !isKey && !isPassphrase)
        {
            throw Bad("The passphrase is not usable.", "Wi-Fi takes 8 to 63 ASCII characters, or 64 hex digits.");
        }
    }

    /// <summary>Arguments of the console command.</summary>
    internal string ToArguments() => Convert.ToHexStringLower(_ssid) + " " + (_passphrase.Length == 0 ? "-" : Convert.ToHexStringLower(_passphrase));

    public override string ToString() => Encoding.UTF8.GetString(_ssid);

    private static TinyEdgeException Bad(string what, string why) => new(ExitCode.Usage, what, why, "Check for spaces at the ends and for characters of another keyboard.");
}
