using TinyEdge.VirtualDevice.Vibration;

namespace TinyEdge.VirtualDevice.Hardware;

/// <summary>What both sensor models share: a register address that moves on, and samples taken at the chip's own rate.</summary>
public abstract class SamplingChip : II2cTarget
{
    // A chip that nobody has read for a while: older samples are lost in every mode, so they are not computed.
    private const long LongestBacklog = 20_000;

    private long _startMicroseconds;
    private long _taken;
    private long _halfPeriods;

    protected SamplingChip(IVibrationSource source)
    {
        Source = source;
    }

    /// <summary>What the chip feels; may be changed while it runs.</summary>
    public IVibrationSource Source { get; set; }

    /// <summary>Samples taken since power-up.</summary>
    public long SamplesTaken { get; private set; }

    protected int Pointer { get; private set; }

    /// <summary>Sampling period in half microseconds, 0 when the chip does not sample.</summary>
    protected abstract long HalfMicrosecondsPerSample { get; }

    public void PowerOn()
    {
        Pointer = 0;
        SamplesTaken = 0;
        _halfPeriods = 0;
        Reset();
    }

    public void Write(ReadOnlySpan<byte> bytes, long nowMicroseconds)
    {
        CatchUp(nowMicroseconds);
        Pointer = bytes[0];
        foreach (byte value in bytes[1..])
        {
            WriteRegister(Pointer, value);
            Pointer = Next(Pointer);
        }

        CatchUp(nowMicroseconds);
    }

    public void Read(Span<byte> bytes, long nowMicroseconds)
    {
        CatchUp(nowMicroseconds);
        BeginRead();
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = ReadRegister(Pointer);
            Pointer = Next(Pointer);
        }

        EndRead();
    }

    protected abstract void Reset();

    protected abstract void WriteRegister(int register, byte value);

    protected abstract byte ReadRegister(int register);

    protected abstract void TakeSample(long microseconds, double xG, double yG, double zG);

    protected virtual int Next(int register) => (register + 1) & 0xFF;

    protected virtual void BeginRead()
    {
    }

    protected virtual void EndRead()
    {
    }

    private void CatchUp(long now)
    {
        long period = HalfMicrosecondsPerSample;
        if (period != _halfPeriods)
        {
            // A new rate, or the start of sampling: the first sample comes one period from here.
            _halfPeriods = period;
            _startMicroseconds = now;
            _taken = 0;
        }

        if (period == 0)
        {
            return;
        }

        long due = (now - _startMicroseconds) * 2 / period;
        if (due - _taken > LongestBacklog)
        {
            SamplesTaken += due - _taken - LongestBacklog;
            _taken = due - LongestBacklog;
        }

        while (_taken < due)
        {
            _taken++;
            SamplesTaken++;
            long at = _startMicroseconds + (_taken * period / 2);
            Source.Sample(at, out double x, out double y, out double z);
            TakeSample(at, x, y, z);
        }
    }
}
