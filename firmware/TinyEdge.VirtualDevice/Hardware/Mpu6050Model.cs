using TinyEdge.VirtualDevice.Vibration;

namespace TinyEdge.VirtualDevice.Hardware;

/// <summary>
/// Registers, data path and FIFO of the MPU-6050 (register map RM-MPU-6000A-00 rev. 4.2). The board does not turn: the gyroscope reads
/// zero. Not modelled: self-test, motion detection, the auxiliary bus, cycle mode, the interrupt pin, and the low-pass filters (the
/// source is sampled as it is; DLPF_CFG only chooses the base rate).
/// </summary>
public sealed class Mpu6050Model : SamplingChip
{
    public const int FifoBytes = 1024;

    private const int SampleRateDivider = 0x19;
    private const int Config = 0x1A;
    private const int AccelConfig = 0x1C;
    private const int FifoEnable = 0x23;
    private const int InterruptStatus = 0x3A;
    private const int AccelXHigh = 0x3B;
    private const int GyroZLow = 0x48;
    private const int TemperatureHigh = 0x41;
    private const int UserControl = 0x6A;
    private const int PowerManagement1 = 0x6B;
    private const int FifoCountHigh = 0x72;
    private const int FifoCountLow = 0x73;
    private const int FifoData = 0x74;
    private const int WhoAmI = 0x75;

    private const int SleepBit = 0x40;
    private const int DeviceResetBit = 0x80;
    private const int FifoOnBit = 0x40;
    private const int FifoResetBit = 0x04;
    private const int OverflowFlag = 0x10;
    private const int DataReadyFlag = 0x01;

    private readonly byte[] _registers = new byte[0x80];
    private readonly byte[] _fifo = new byte[FifoBytes];
    private int _head;
    private int _count;
    private int _latchedCount;
    private byte _lastRead;

    public Mpu6050Model(IVibrationSource source)
        : base(source)
    {
        PowerOn();
    }

    /// <summary>What WHO_AM_I answers; another chip at the address when changed.</summary>
    public byte Identity { get; set; } = 0x68;

    // 8 kHz with the filter off (DLPF_CFG 0 and 7), else 1 kHz, divided by 1 + SMPLRT_DIV.
    protected override long HalfMicrosecondsPerSample
    {
        get
        {
            int filter = _registers[Config] & 7;
            long basePeriod = filter is 0 or 7 ? 250 : 2000;
            return (_registers[PowerManagement1] & SleepBit) != 0 ? 0 : basePeriod * (1 + _registers[SampleRateDivider]);
        }
    }

    protected override void Reset()
    {
        Array.Clear(_registers);
        _registers[PowerManagement1] = SleepBit;
        EmptyFifo();
        _lastRead = 0;
        _latchedCount = 0;
    }

    protected override int Next(int register) => register == FifoData ? register : (register + 1) & 0xFF;

    protected override void WriteRegister(int register, byte value)
    {
        switch (register)
        {
            case PowerManagement1 when (value & DeviceResetBit) != 0:
                Reset();
                break;
            case UserControl:
                // The reset works only while FIFO_EN is 0, and clears itself.
                if ((value & FifoResetBit) != 0 && (value & FifoOnBit) == 0)
                {
                    EmptyFifo();
                }

                _registers[UserControl] = (byte)(value & ~FifoResetBit);
                break;
            case FifoData:
                Push(value);
                break;
            case (>= InterruptStatus and <= GyroZLow) or FifoCountHigh or FifoCountLow or >= WhoAmI:
                break;
            default:
                _registers[register] = value;
                break;
        }
    }

    protected override byte ReadRegister(int register)
    {
        switch (register)
        {
            case WhoAmI:
                return Identity;
            case InterruptStatus:
                byte flags = _registers[InterruptStatus];
                _registers[InterruptStatus] = 0;
                return flags;
            case FifoCountHigh:
                _latchedCount = _count;
                return (byte)(_latchedCount >> 8);
            case FifoCountLow:
                return (byte)_latchedCount;
            case FifoData:
                return Pop();
            default:
                return register < _registers.Length ? _registers[register] : (byte)0;
        }
    }

    protected override void TakeSample(long microseconds, double xG, double yG, double zG)
    {
        int range = (_registers[AccelConfig] >> 3) & 3;
        StoreBigEndian(AccelXHigh, Quantise(xG, range));
        StoreBigEndian(AccelXHigh + 2, Quantise(yG, range));
        StoreBigEndian(AccelXHigh + 4, Quantise(zG, range));

        // Temperature in degrees C = raw / 340 + 36.53.
        StoreBigEndian(TemperatureHigh, (int)Math.Round((Source.TemperatureCelsius(microseconds) - 36.53) * 340));
        _registers[InterruptStatus] |= DataReadyFlag;
        if ((_registers[UserControl] & FifoOnBit) == 0)
        {
            return;
        }

        // In the order of the register numbers.
        int enabled = _registers[FifoEnable];
        PushRegisters(AccelXHigh, (enabled & 0x08) != 0 ? 6 : 0);
        PushRegisters(TemperatureHigh, (enabled & 0x80) != 0 ? 2 : 0);
        PushRegisters(0x43, (enabled & 0x40) != 0 ? 2 : 0);
        PushRegisters(0x45, (enabled & 0x20) != 0 ? 2 : 0);
        PushRegisters(0x47, (enabled & 0x10) != 0 ? 2 : 0);
    }

    private static int Quantise(double g, int range)
        => (int)Math.Clamp(Math.Round(g * (16384 >> range)), short.MinValue, short.MaxValue);

    private void StoreBigEndian(int register, int value)
    {
        _registers[register] = (byte)(value >> 8);
        _registers[register + 1] = (byte)value;
    }

    private void PushRegisters(int first, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Push(_registers[first + i]);
        }
    }

    private void Push(byte value)
    {
        if (_count == FifoBytes)
        {
            // The oldest byte gives way, so samples no longer begin where they did.
            _registers[InterruptStatus] |= OverflowFlag;
            _head = (_head + 1) % FifoBytes;
            _count--;
        }

        _fifo[(_head + _count) % FifoBytes] = value;
        _count++;
    }

    private byte Pop()
    {
        if (_count > 0)
        {
            _lastRead = _fifo[_head];
            _head = (_head + 1) % FifoBytes;
            _count--;
        }

        return _lastRead;
    }

    private void EmptyFifo()
    {
        _head = 0;
        _count = 0;
    }
}
