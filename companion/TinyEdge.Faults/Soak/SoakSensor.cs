using TinyEdge.Bundles;
using TinyEdge.Faults.Lab;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Faults.Soak;

/// <summary>An accelerometer that falls silent, loses samples and fails transfers when it is told to, and tells the oracle all that it gives out.</summary>
internal sealed class SoakSensor(LabClock clock, SoakSignal signal, SoakOracle oracle) : IAccelerometer
{
    private long _startMs;
    private int _rate = 1;
    private long _due;
    private long _played;

    /// <summary>State of the machine.</summary>
    public int State { get; set; }

    /// <summary>Gives nothing before this time.</summary>
    public long SilentUntilMs { get; set; }

    /// <summary>So many of the next reads fail.</summary>
    public int FailingReads { get; set; }

    /// <summary>The next read finds that the FIFO has overrun.</summary>
    public bool OverrunDue { get; set; }

    public int OverrunCount { get; private set; }

    public int BusErrorCount { get; private set; }

    public ResultCode TryStart(int sampleRateHz, int rangeG)
    {
        _rate = sampleRateHz;
        OverrunCount = 0;
        BusErrorCount = 0;
        BeginAt(Math.Max(clock.UptimeMs, SilentUntilMs));
        oracle.NoteGap();
        return ResultCode.Ok;
    }

    public ResultCode TryRead(short[] xyz, int maxSamples, out int count)
    {
        count = 0;
        if (FailingReads > 0)
        {
            FailingReads--;
            BusErrorCount++;
            oracle.BusErrors++;
            return ResultCode.BusError;
        }

        if (clock.UptimeMs < SilentUntilMs)
        {
            BeginAt(SilentUntilMs);
            return ResultCode.Ok;
        }

        long there = ((clock.UptimeMs - _startMs) * _rate / 1000) - _due;
        count = (int)Math.Clamp(there, 0, maxSamples);
        ResultCode code = OverrunDue ? Overrun() : ResultCode.Ok;
        for (int i = 0; i < count; i++)
        {
            signal.Sample(State, _played++, xyz.AsSpan(3 * i, 3));
        }

        _due += count;
        oracle.Take(xyz, count);
        return code;
    }

    private ResultCode Overrun()
    {
        const int LostSamples = 57;
        OverrunDue = false;
        OverrunCount++;
        oracle.Overruns++;
        oracle.NoteGap();
        _played += LostSamples;
        return ResultCode.FifoOverrun;
    }

    private void BeginAt(long time)
    {
        _startMs = time;
        _due = 0;
    }
}
