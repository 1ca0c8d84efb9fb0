using System.Diagnostics;

namespace TinyEdge.VirtualDevice.Timing;

/// <summary>Real time, or real time times a factor.</summary>
public sealed class ScaledClock : VirtualClock
{
    private static readonly double s_microsecondsPerTick = 1e6 / Stopwatch.Frequency;
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <param name="speed">Board seconds per real second, 0.01 to 1000.</param>
    public ScaledClock(double speed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(speed, 0.01);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(speed, 1000);
        Speed = speed;
    }

    public double Speed { get; }

    public override long Microseconds => (long)((Stopwatch.GetTimestamp() - _start) * s_microsecondsPerTick * Speed);

    public override void Sleep(long microseconds, CancellationToken bootEnded)
    {
        bootEnded.ThrowIfCancellationRequested();
        if (microseconds < 0)
        {
            bootEnded.WaitHandle.WaitOne();
            bootEnded.ThrowIfCancellationRequested();
        }

        long end = Microseconds + microseconds;
        for (long left = microseconds; left > 0; left = end - Microseconds)
        {
            // Waits in whole milliseconds of real time; at high speeds less than one is left, which is given away.
            int realMs = (int)Math.Min(60_000, left / (1000 * Speed));
            if (realMs == 0)
            {
                Thread.Sleep(0);
            }
            else
            {
                bootEnded.WaitHandle.WaitOne(realMs);
            }

            bootEnded.ThrowIfCancellationRequested();
        }
    }
}
