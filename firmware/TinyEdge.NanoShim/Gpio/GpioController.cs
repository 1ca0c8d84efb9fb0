using TinyEdge.NanoShim;

namespace System.Device.Gpio;

public sealed class GpioController : IDisposable
{
    private readonly IBoardHardware _board = BoardContext.Current;

    public GpioPin OpenPin(int pinNumber, PinMode mode)
    {
        _board.ThrowIfReset();
        return new GpioPin(_board, pinNumber, mode);
    }

    public void Dispose()
    {
    }
}
