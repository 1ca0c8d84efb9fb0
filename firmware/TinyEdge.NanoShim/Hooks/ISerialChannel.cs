namespace TinyEdge.NanoShim;

/// <summary>The far end of a UART: what the virtual board connects to a pseudo-terminal or a socket.</summary>
public interface ISerialChannel
{
    /// <summary>Bytes received and not read yet.</summary>
    int Available { get; }

    /// <summary>Takes received bytes without waiting.</summary>
    int Read(byte[] buffer, int offset, int count);

    /// <summary>Waits, for a bounded time, until bytes arrive.</summary>
    bool WaitForData(int milliseconds);

    /// <summary>Sends; with nobody on the wire the bytes are lost, as on a wire.</summary>
    void Write(byte[] buffer, int offset, int count);
}
