using System.Device.I2c;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Companion.DataSets.Capture;

/// <summary>
/// Lets the device's own sensor drivers run on a desktop: any <see cref="I2cDevice"/> of .NET, of the Linux bus or of a USB bridge of
/// Iot.Device.Bindings, as the bus that they know.
/// </summary>
/// <param name="device">One device on the bus; not disposed here.</param>
public sealed class DesktopI2cBus(I2cDevice device) : II2cBus
{
    private readonly byte[] _register = new byte[1];

    public int ErrorCount { get; private set; }

    /// <summary>Why the latest transfer failed, or null.</summary>
    public Exception? LastError { get; private set; }

    public ResultCode TryWrite(byte[] buffer, int count) => Transfer(() => device.Write(buffer.AsSpan(0, count)));

    public ResultCode TryReadRegister(byte register, byte[] buffer, int count)
    {
        _register[0] = register;
        return Transfer(() => device.WriteRead(_register, buffer.AsSpan(0, count)));
    }

    // Every implementation throws what its system has; a driver knows result codes only.
    private ResultCode Transfer(Action transfer)
    {
        try
        {
            transfer();
            return ResultCode.Ok;
        }
        catch (Exception error)
        {
            ErrorCount++;
            LastError = error;
            return ResultCode.BusError;
        }
    }
}
