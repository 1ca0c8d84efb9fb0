using TinyEdge.NanoShim;

namespace System.Device.I2c;

public class I2cDevice : IDisposable
{
    private readonly IBoardHardware _board;
    private bool _disposed;

    public I2cDevice(I2cConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ConnectionSettings = settings;
        _board = BoardContext.Current;
        _board.ThrowIfReset();
    }

    public I2cConnectionSettings ConnectionSettings { get; }

    public static I2cDevice Create(I2cConnectionSettings settings) => new(settings);

    public byte ReadByte()
    {
        byte[] one = new byte[1];
        Read(one);
        return one[0];
    }

    public I2cTransferResult Read(SpanByte buffer) => Transfer(SpanByte.Empty, buffer);

    public I2cTransferResult WriteByte(byte value) => Transfer(new byte[] { value }, SpanByte.Empty);

    public I2cTransferResult Write(SpanByte buffer) => Transfer(buffer, SpanByte.Empty);

    public I2cTransferResult WriteRead(SpanByte writeBuffer, SpanByte readBuffer) => Transfer(writeBuffer, readBuffer);

    public void Dispose()
    {
        _disposed = true;
        GC.SuppressFinalize(this);
    }

    private I2cTransferResult Transfer(SpanByte write, SpanByte read)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        I2cTransferStatus status = _board.TransferI2c(
            ConnectionSettings.BusId, ConnectionSettings.DeviceAddress, write.AsSpan(), read.AsSpan(), out int transferred);
        return new I2cTransferResult((uint)transferred, status);
    }
}
