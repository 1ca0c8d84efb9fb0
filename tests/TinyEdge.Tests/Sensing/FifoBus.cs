using TinyEdge.Bundles;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Tests.Sensing;

/// <summary>Either chip's registers as far as its driver reads them, with any bytes in the FIFO.</summary>
internal sealed class FifoBus : II2cBus
{
    private const int BytesPerSample = 6;

    private byte[] _bytes = [];
    private int _next;

    public int ErrorCount => 0;

    public int Reads { get; private set; }

    public void Fill(byte[] bytes)
    {
        _bytes = bytes;
        _next = 0;
        Reads = 0;
    }

    public ResultCode TryWrite(byte[] buffer, int count) => ResultCode.Ok;

    public ResultCode TryReadRegister(byte register, byte[] buffer, int count)
    {
        Reads++;
        int left = _bytes.Length - _next;
        switch (register)
        {
            case 0x00:
                buffer[0] = 0xE5;
                break;
            case 0x75:
                buffer[0] = 0x68;
                break;
            case 0x39:
                buffer[0] = (byte)(left / BytesPerSample);
                break;
            case 0x72:
                (buffer[0], buffer[1]) = ((byte)(left >> 8), (byte)left);
                break;
            case 0x32 or 0x74:
                Array.Copy(_bytes, _next, buffer, 0, count);
                _next += count;
                break;
            default:
                Array.Clear(buffer, 0, count);
                break;
        }

        return ResultCode.Ok;
    }
}
