using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Faults.Lab;

/// <summary>A clock that stands still until it is moved.</summary>
public sealed class LabClock : IClock
{
    public long UptimeMs { get; set; } = 1000;

    public long Microseconds => UptimeMs * 1000;

    public long UnixSeconds { get; set; }
}
