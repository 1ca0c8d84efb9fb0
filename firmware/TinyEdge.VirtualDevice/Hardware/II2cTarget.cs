namespace TinyEdge.VirtualDevice.Hardware;

/// <summary>A chip on the virtual bus, below the level of addresses and acknowledges.</summary>
public interface II2cTarget
{
    /// <summary>Supply comes up: every register at its reset value.</summary>
    void PowerOn();

    /// <summary>Bytes of a write, up to the stop or the repeated start; the first is the register address.</summary>
    void Write(ReadOnlySpan<byte> bytes, long nowMicroseconds);

    /// <summary>Reads from the current register address on.</summary>
    void Read(Span<byte> bytes, long nowMicroseconds);
}
