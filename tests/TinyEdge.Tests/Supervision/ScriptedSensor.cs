using TinyEdge.Bundles;
using TinyEdge.Runtime.Sensing;
using TinyEdge.Tests.Update;

namespace TinyEdge.Tests.Supervision;

/// <summary>
/// An accelerometer whose FIFO never overflows and whose n-th sample is a function of n alone. Samples appear as the clock
/// moves, or, with a burst script, as fast as they are asked for.
/// </summary>
internal sealed class ScriptedSensor(LabClock clock) : IAccelerometer
{
    private long _startMs;
    private int _rate;
    private long _taken;

    /// <summary>What the chip says when it is started.</summary>
    public ResultCode StartResult { get; set; } = ResultCode.Ok;

    /// <summary>Gives nothing while it is set.</summary>
    public bool IsSilent { get; set; }

    /// <summary>How long a read keeps the processor.</summary>
    public int ReadMs { get; set; }

    /// <summary>Length of the next burst, 0 to 32, independent of the clock.</summary>
    public Func<int>? Bursts { get; set; }

    public int Starts { get; private set; }

    public long Taken => _taken;

    public int OverrunCount { get; set; }

    public int BusErrorCount { get; set; }

    public ResultCode TryStart(int sampleRateHz, int rangeG)
    {
        Starts++;
        _rate = sampleRateHz;
        _startMs = clock.UptimeMs;
        _taken = 0;
        return StartResult;
    }

    public ResultCode TryRead(short[] xyz, int maxSamples, out int count)
    {
        clock.UptimeMs += ReadMs;
        count = 0;
        if (StartResult != ResultCode.Ok)
        {
            return StartResult;
        }

        long there = ((clock.UptimeMs - _startMs) * _rate / 1000) - _taken;
        int ready = IsSilent ? 0 : Bursts is null ? (int)Math.Clamp(there, 0, maxSamples) : Math.Min(Bursts(), maxSamples);
        for (; count < ready; count++)
        {
            Sample(_taken++, xyz.AsSpan(3 * count, 3));
        }

        return ResultCode.Ok;
    }

    /// <summary>Gravity on z, a tone that comes and goes, and noise from a hash of the sample's number.</summary>
    private static void Sample(long n, Span<short> xyz)
    {
        int loud = n / 700 % 2 == 0 ? 30 : 900;
        for (int axis = 0; axis < 3; axis++)
        {
            uint hash = unchecked(((uint)n * 3 + (uint)axis) * 2654435761u);
            hash ^= hash >> 15;
            int noise = (int)(unchecked(hash * 2246822519u) >> 24) - 128;
            int phase = (int)(n * (axis + 2) % 16);
            int tone = (phase < 8 ? phase : 16 - phase) - 4;
            xyz[axis] = (short)((axis == 2 ? 4096 : 0) + (tone * loud / 4) + (noise * loud / 256));
        }
    }
}
