namespace TinyEdge.VirtualDevice.Timing;

/// <summary>The time of one virtual board, in microseconds since it was first powered. Sensors, timers and sleeps all follow it.</summary>
public abstract class VirtualClock
{
    public abstract long Microseconds { get; }

    /// <summary>Waits until the board's time has advanced; throws <see cref="OperationCanceledException"/> when the boot ends.</summary>
    public abstract void Sleep(long microseconds, CancellationToken bootEnded);
}
