using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Fuzzing.Links;

/// <summary>A clock that links move.</summary>
internal sealed class FuzzClock : IClock
{
    public long Now { get; set; } = 1000;

    public long UptimeMs => Now;

    public long Microseconds => Now * 1000;

    public long UnixSeconds => 0;
}
