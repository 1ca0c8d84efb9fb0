using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Sensing
{
    /// <summary>One device on an I2C bus, as the sensor drivers see it. Buffers are the driver's own and reused; no member throws.</summary>
    public interface II2cBus
    {
        /// <summary>Writes <paramref name="count"/> bytes from the start of the buffer.</summary>
        ResultCode TryWrite(byte[] buffer, int count);

        /// <summary>Writes a register address, then reads <paramref name="count"/> bytes to the start of the buffer.</summary>
        ResultCode TryReadRegister(byte register, byte[] buffer, int count);

        /// <summary>Failed transfers since the bus was opened, each retry counted.</summary>
        int ErrorCount { get; }
    }
}
