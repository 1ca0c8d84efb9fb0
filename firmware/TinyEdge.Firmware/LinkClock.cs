using System;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Firmware
{
    /// <summary>
    /// Time as the peers of a link see it: the system tick. On the board it runs with <see cref="SystemClock"/>; a virtual
    /// board that runs faster than real time still owes its peers real seconds before it hangs up on them. Microseconds come from the
    /// fine timer all the same: they make challenges unforeseeable.
    /// </summary>
    public sealed class LinkClock : IClock
    {
        private readonly SystemClock _wall = new SystemClock();
        private readonly long _startMs = Environment.TickCount64;

        public long UptimeMs
        {
            get { return Environment.TickCount64 - _startMs; }
        }

        public long Microseconds
        {
            get { return _wall.Microseconds; }
        }

        public long UnixSeconds
        {
            get { return _wall.UnixSeconds; }
        }
    }
}
