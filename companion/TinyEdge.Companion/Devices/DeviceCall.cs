using TinyEdge.Bundles;

namespace TinyEdge.Companion.Devices;

/// <summary>One command as a link sends it.</summary>
internal sealed record DeviceCall(DeviceCommand Command, string Arguments = "")
{
    public byte[]? Nonce { get; init; }

    public byte[]? Mac { get; init; }

    /// <summary>Asks the device to prove with a MAC that the answer is its own.</summary>
    public byte[]? ClientNonce { get; init; }

    public string? AuthText => Nonce is null || Mac is null ? null : $"{Convert.ToHexStringLower(Nonce)} {Convert.ToHexStringLower(Mac)}";
}
