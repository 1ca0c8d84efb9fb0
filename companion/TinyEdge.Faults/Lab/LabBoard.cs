using System.Device.I2c;
using TinyEdge.NanoShim;
using TinyEdge.VirtualDevice.Storage;

namespace TinyEdge.Faults.Lab;

/// <summary>
/// As much of a board as the file system of the shim asks for: a volume, and a processor that a power cut stops. A whole
/// virtual board takes threads and load contexts, which a hundred thousand cases cannot afford.
/// </summary>
internal sealed class LabBoard : IBoardHardware, IFlashGuard
{
    private readonly FlashVolume _volume;

    public LabBoard(FlashVolume volume)
    {
        _volume = volume;
        Flash = new GuardedVolume(this, volume);
    }

    public bool IsDown { get; private set; }

    public IFlashVolume Flash { get; }

    public long MicrosecondsSinceBoot => 0;

    public string TargetName => "ESP32_REV3";

    public Version ImageVersion { get; } = new(1, 17, 0, 0);

    public IWifiRadio? Wifi => null;

    public long UtcTicks => 0;

    /// <summary>A reset, or power after a cut: files that were open lose what was written to them.</summary>
    public void PowerOn()
    {
        _volume.DropOpenFiles();
        IsDown = false;
    }

    public void ThrowIfReset()
    {
        if (IsDown)
        {
            throw new BoardResetException();
        }
    }

    public T Guarded<T>(Func<T> flashOperation)
    {
        ThrowIfReset();
        try
        {
            return flashOperation();
        }
        catch (PowerCutException)
        {
            IsDown = true;
            _volume.DropOpenFiles();
            throw new BoardResetException();
        }
    }

    public I2cTransferStatus TransferI2c(int busId, int deviceAddress, ReadOnlySpan<byte> write, Span<byte> read, out int transferred) =>
        throw Absent();

    public ISerialChannel FindSerial(string portName) => throw Absent();

    public void SetPinFunction(int pin, int function) => throw Absent();

    public void WritePin(int pin, bool high) => throw Absent();

    public bool ReadPin(int pin) => throw Absent();

    public bool LightSleep(long microseconds, bool wakesOnSerial) => throw Absent();

    public void WriteConsole(string text) => throw Absent();

    public void Sleep(int milliseconds) => throw Absent();

    public ILoadedAssembly LoadAssembly(byte[] image) => throw Absent();

    public IBoardThread StartThread(Action body) => throw Absent();

    public void Track(IDisposable resource) => throw Absent();

    public void Release(IDisposable resource) => throw Absent();

    public void ReadMemory(out uint total, out uint free, out uint largestFree) => throw Absent();

    public void Reboot() => throw Absent();

    private static NotSupportedException Absent() => new("A lab board has a volume and nothing else.");
}
