using TinyEdge.VirtualDevice.Vibration;

namespace TinyEdge.VirtualDevice.Hardware;

/// <summary>
/// Registers, data path and FIFO of the ADXL345 (Analog Devices data sheet Rev. G). Not modelled: tap, activity, inactivity and
/// free-fall detection, self-test, sleep and auto-sleep, the interrupt pins, the anti-alias filter (the source is sampled as it
/// is) and trigger mode without its trigger, which behaves as stream mode.
/// </summary>
public sealed class Adxl345Model : SamplingChip
{
    public const int FifoLevels = 32;

    private const int DeviceId = 0x00;
    private const int OffsetX = 0x1E;
    private const int BandwidthRate = 0x2C;
    private const int PowerControl = 0x2D;
    private const int ActivityStatus = 0x2B;
    private const int InterruptSource = 0x30;
    private const int DataFormat = 0x31;
    private const int DataX0 = 0x32;
    private const int DataZ1 = 0x37;
    private const int FifoControl = 0x38;
    private const int FifoStatus = 0x39;
    private const int FirstUsed = 0x1D;

    private const int DataReadyFlag = 0x80;
    private const int WatermarkFlag = 0x02;
    private const int OverrunFlag = 0x01;

    private readonly byte[] _registers = new byte[FifoStatus + 1];
    private readonly short[][] _fifo = new short[FifoLevels][];
    private int _head;
    private int _count;
    private short[] _latest = new short[3];
    private bool _dataReady;
    private bool _overrun;
    private bool _dataTouched;

    public Adxl345Model(IVibrationSource source)
        : base(source)
    {
        PowerOn();
    }

    /// <summary>What DEVID answers; another chip at the address when changed.</summary>
    public byte Identity { get; set; } = 0xE5;

    // BW_RATE 0x0F is 3200 Hz, a period of 312.5 us, and each code below doubles it (table 7).
    protected override long HalfMicrosecondsPerSample
        => (_registers[PowerControl] & 0x08) == 0 ? 0 : 625L << (15 - (_registers[BandwidthRate] & 0x0F));

    private int Mode => _registers[FifoControl] >> 6;

    protected override void Reset()
    {
        Array.Clear(_registers);
        _registers[BandwidthRate] = 0x0A;
        _latest = new short[3];
        EmptyFifo();
    }

    protected override void WriteRegister(int register, byte value)
    {
        bool readOnly = register is < FirstUsed or ActivityStatus or InterruptSource or (>= DataX0 and <= DataZ1) or >= FifoStatus;
        if (readOnly)
        {
            return;
        }

        _registers[register] = value;
        if (register == FifoControl && Mode == 0)
        {
            EmptyFifo();
        }
    }

    protected override byte ReadRegister(int register)
    {
        switch (register)
        {
            case DeviceId:
                return Identity;
            case InterruptSource:
                return Flags();
            case FifoStatus:
                return (byte)_count;
            case >= DataX0 and <= DataZ1:
                _dataTouched = true;
                short[] sample = _count > 0 ? _fifo[_head] : _latest;
                int value = sample[(register - DataX0) / 2];
                return (byte)((register & 1) == 0 ? value : value >> 8);
            default:
                return register < _registers.Length ? _registers[register] : (byte)0;
        }
    }

    protected override void BeginRead() => _dataTouched = false;

    protected override void EndRead()
    {
        // One level leaves the FIFO with any read of the data registers, however long it was ("FIFO").
        if (!_dataTouched)
        {
            return;
        }

        if (_count > 0)
        {
            _latest = _fifo[_head];
            _head = (_head + 1) % FifoLevels;
            _count--;
        }

        _dataReady = _count > 0;
        _overrun = false;
    }

    protected override void TakeSample(long microseconds, double xG, double yG, double zG)
    {
        short[] sample = [Quantise(xG, 0), Quantise(yG, 1), Quantise(zG, 2)];
        if (Mode == 0)
        {
            _overrun |= _dataReady;
            _latest = sample;
            _dataReady = true;
            return;
        }

        bool full = _count == FifoLevels;
        if (full && Mode == 1)
        {
            _overrun = true;
            return;
        }

        if (full)
        {
            _head = (_head + 1) % FifoLevels;
            _count--;
        }

        _fifo[(_head + _count) % FifoLevels] = sample;
        _count++;
        _dataReady = true;

        // In the FIFO modes the bit says that the FIFO is filled, one sample before anything is lost ("Overrun").
        _overrun |= _count == FifoLevels;
    }

    private byte Flags()
    {
        int watermark = _registers[FifoControl] & 0x1F;
        int flags = (_dataReady ? DataReadyFlag : 0) | (_count >= watermark ? WatermarkFlag : 0) | (_overrun ? OverrunFlag : 0);
        return (byte)flags;
    }

    private short Quantise(double g, int axis)
    {
        int format = _registers[DataFormat];
        int range = format & 3;
        bool fullResolution = (format & 0x08) != 0;
        double lsbPerG = fullResolution ? 256 : 256 >> range;
        double offsetG = (sbyte)_registers[OffsetX + axis] * 0.0156;
        int limit = fullResolution ? 512 << range : 512;
        int bits = fullResolution ? 10 + range : 10;
        int value = (int)Math.Clamp(Math.Round((g + offsetG) * lsbPerG), -limit, limit - 1);
        bool leftJustified = (format & 0x04) != 0;
        return (short)(leftJustified ? value << (16 - bits) : value);
    }

    private void EmptyFifo()
    {
        _head = 0;
        _count = 0;
        _dataReady = false;
        _overrun = false;
    }
}
