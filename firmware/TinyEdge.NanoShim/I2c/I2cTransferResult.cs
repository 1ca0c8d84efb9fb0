namespace System.Device.I2c;

public readonly struct I2cTransferResult
{
    internal I2cTransferResult(uint bytesTransferred, I2cTransferStatus status)
    {
        BytesTransferred = bytesTransferred;
        Status = status;
    }

    public uint BytesTransferred { get; }

    public I2cTransferStatus Status { get; }
}
