namespace TinyEdge.Runtime.Sensing
{
    /// <summary>Time as the runtime sees it. No wall clock is needed for anything that decides.</summary>
    public interface IClock
    {
        /// <summary>Milliseconds since boot; never goes back.</summary>
        long UptimeMs { get; }

        /// <summary>Microseconds of a free-running counter, for stage latencies.</summary>
        long Microseconds { get; }

        /// <summary>Unix time in seconds, or 0 while the clock has not been set.</summary>
        long UnixSeconds { get; }
    }
}
