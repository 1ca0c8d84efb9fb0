namespace TinyEdge.VirtualDevice.Timing;

/// <summary>
/// Time that moves only when told to: by <see cref="Advance"/>, or, when asked for, by each sleep of the firmware, which then runs
/// as fast as the machine can and takes exactly the same steps every time.
/// </summary>
public sealed class SteppedClock : VirtualClock
{
    private const int CancellationPollMs = 20;
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _moved = new();
    private readonly bool _advanceOnSleep;
    private long _now;

    public SteppedClock(bool advanceOnSleep = false)
    {
        _advanceOnSleep = advanceOnSleep;
    }

    public override long Microseconds => Interlocked.Read(ref _now);

    public void Advance(TimeSpan time) => Advance((long)time.TotalMicroseconds);

    public void Advance(long microseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(microseconds);
        lock (_gate)
        {
            _now += microseconds;
            _moved.Set();
        }
    }

    public override void Sleep(long microseconds, CancellationToken bootEnded)
    {
        bootEnded.ThrowIfCancellationRequested();
        if (_advanceOnSleep && microseconds >= 0)
        {
            Advance(microseconds);
            return;
        }

        long end = microseconds < 0 ? long.MaxValue : Microseconds + microseconds;
        while (Microseconds < end)
        {
            lock (_gate)
            {
                _moved.Reset();
            }

            if (Microseconds < end)
            {
                _moved.Wait(CancellationPollMs, CancellationToken.None);
            }

            bootEnded.ThrowIfCancellationRequested();
        }
    }
}
