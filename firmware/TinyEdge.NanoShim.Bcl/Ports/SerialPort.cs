using TinyEdge.NanoShim;

namespace System.IO.Ports;

public sealed class SerialPort : IDisposable
{
    private readonly IBoardHardware _board;
    private ISerialChannel _channel;

    public SerialPort(string portName, int baudRate = 9600, Parity parity = Parity.None, int dataBits = 8, StopBits stopBits = StopBits.One)
    {
        PortName = portName;
        BaudRate = baudRate;
        Parity = parity;
        DataBits = dataBits;
        StopBits = stopBits;
        _board = BoardContext.Current;
    }

    public string PortName { get; }

    public int BaudRate { get; set; }

    public Parity Parity { get; set; }

    public int DataBits { get; set; }

    public StopBits StopBits { get; set; }

    public bool IsOpen => _channel is not null;

    public int ReadTimeout { get; set; } = -1;

    public int WriteTimeout { get; set; } = -1;

    public int BytesToRead => Channel().Available;

    public void Open()
    {
        _board.ThrowIfReset();
        if (IsOpen)
        {
            throw new InvalidOperationException();
        }

        _channel = _board.FindSerial(PortName) ?? throw new ArgumentException();
    }

    public void Close() => _channel = null;

    public void Dispose() => Close();

    public int Read(byte[] buffer, int offset, int count)
    {
        ISerialChannel channel = Channel();
        if (count != 0 && !channel.WaitForData(ReadTimeout))
        {
            throw new TimeoutException();
        }

        return channel.Read(buffer, offset, count);
    }

    public void Write(byte[] buffer, int offset, int count) => Channel().Write(buffer, offset, count);

    private ISerialChannel Channel()
    {
        _board.ThrowIfReset();
        return _channel ?? throw new InvalidOperationException();
    }
}
