namespace TinyEdge.VirtualDevice.Serial;

/// <summary>Where a person or the companion plugs in: a pseudo-terminal or a TCP port. Lives as long as the board, across its reboots.</summary>
public interface ISerialEndpoint : IDisposable
{
    /// <summary>What to open: a device path, or <c>tcp:host:port</c>.</summary>
    string Address { get; }

    /// <summary>Starts delivering received bytes; called once.</summary>
    void Start(SerialReceived received);

    /// <summary>Sends to whoever is connected; with nobody there, or a peer that takes nothing, the bytes are lost.</summary>
    void Send(ReadOnlySpan<byte> bytes);
}

/// <summary>Bytes that came in at an endpoint.</summary>
public delegate void SerialReceived(ReadOnlySpan<byte> bytes);
