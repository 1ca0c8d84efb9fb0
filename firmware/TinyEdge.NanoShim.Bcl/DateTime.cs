using TinyEdge.NanoShim;

namespace System;

/// <summary>Wall-clock time of the board.</summary>
public readonly struct DateTime
{
    public static readonly DateTime UnixEpoch = new(621355968000000000);

    public DateTime(long ticks)
    {
        Ticks = ticks;
    }

    public static DateTime UtcNow => new(BoardContext.Current.UtcTicks);

    public long Ticks { get; }
}
