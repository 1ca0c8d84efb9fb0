using TinyEdge.NanoShim;

namespace System.Device.Gpio;

public sealed class GpioPin : IDisposable
{
    private readonly IBoardHardware _board;
    private PinMode _mode;

    internal GpioPin(IBoardHardware board, int pinNumber, PinMode mode)
    {
        _board = board;
        PinNumber = pinNumber;
        _mode = mode;
    }

    public int PinNumber { get; }

    public PinMode GetPinMode() => _mode;

    public void SetPinMode(PinMode value)
    {
        _mode = value;
    }

    public PinValue Read() => _board.ReadPin(PinNumber);

    public void Write(PinValue value)
    {
        if (_mode != PinMode.Output)
        {
            throw new InvalidOperationException();
        }

        _board.WritePin(PinNumber, (bool)value);
    }

    public void Dispose()
    {
    }
}
