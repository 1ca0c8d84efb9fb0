using System;
using System.Threading;
using nanoFramework.Hardware.Esp32;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Firmware
{
    /// <summary>Time from the ESP32's microsecond timer, which starts at boot; wall-clock time once the platform (SNTP, when Wi-Fi has an address) has set it.</summary>
    public sealed class SystemClock : IClock
    {
        // 2025-01-01T00:00:00Z: an earlier wall clock was never set.
        private const long OldestPlausibleUnixSeconds = 1735689600;
        // 2100-01-01T00:00:00Z: a later one is wrong.
        private const long NewestPlausibleUnixSeconds = 4102444800;
        private const long TicksPerSecond = 10000000;

        public long UptimeMs
        {
            get { return Microseconds / 1000; }
        }

        public long Microseconds
        {
            // A ulong cast to long stays unsigned on the interpreter, and with it what is computed from it; the result of & is what its left side is.
            get { return long.MaxValue & (long)HighResTimer.GetCurrent(); }
        }

        public long UnixSeconds
        {
            get
            {
                long seconds = (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / TicksPerSecond;
                return seconds < OldestPlausibleUnixSeconds || seconds > NewestPlausibleUnixSeconds ? 0 : seconds;
            }
        }

        /// <summary>Gives the processor away; 10 ms is the finest step of the platform.</summary>
        public void Sleep(int milliseconds)
        {
            Thread.Sleep(milliseconds);
        }
    }
}
