using System;
using nanoFramework.Hardware.Esp32;
using TinyEdge.Runtime.Sensing;
using TinyEdge.Runtime.Supervision;

namespace TinyEdge.Firmware
{
    /// <summary>
    /// Light sleep between two bursts of samples, where the power profile asks for it. The sensor's FIFO goes on filling; the processor,
    /// the radio and the UARTs stand still, and so do all threads. Therefore the device stays awake where somebody may want it: after
    /// boot, after every command, during transfers and trials, and in a contact window once a period, for which it joins its Wi-Fi.
    /// Bytes on the console wake it where the chip can: a UART wakes an ESP32 through its own receive pin only, which for COM2 is a
    /// pin of the flash, so that with the wirings here the contact window is the way in.
    /// </summary>
    public sealed class LightSleeper
    {
        public const int AwakeAfterBootMs = 120000;
        public const int AwakeAfterUseMs = 30000;
        public const int ContactPeriodMs = 300000;
        public const int ContactMs = 20000;

        // Half of the smallest FIFO there is, that of the ADXL345: the other half is for the time until the loop comes round.
        private const int BurstSamples = 16;
        private const int ShortestMs = 10;
        private const int LongestMs = 500;

        // Edges on the receive line that wake the chip. The bytes that bring them are lost; a companion asks again.
        private const int WakeEdges = 3;

        private readonly DeviceSupervisor _supervisor;
        private readonly IClock _clock;
        private readonly IClock _linkClock;
        private readonly WifiKeeper _wifi;
        private readonly bool _isWanted;
        private long _awakeUntilMs = AwakeAfterBootMs;
        private long _sleptMs;
        private bool _isArmed;

        public LightSleeper(PowerProfile profile, DeviceSupervisor supervisor, EspBoard board)
        {
            _isWanted = profile == PowerProfile.LightSleep;
            _supervisor = supervisor;
            _clock = board.Clock;
            _linkClock = board.LinkClock;
            _wifi = board.Keeper;
        }

        /// <summary>Milliseconds slept since boot.</summary>
        public long SleptMs
        {
            get { return _sleptMs; }
        }

        /// <summary>Sleeps once, if this is the time for it.</summary>
        /// <returns>False when the caller must pause in its own way.</returns>
        public bool TrySleep()
        {
            if (!_isWanted)
            {
                return false;
            }

            long now = _clock.UptimeMs;
            bool awake = IsAwakeTime(now);
            _wifi.Rest(!awake);
            if (awake)
            {
                return false;
            }

            return Doze(now);
        }

        private bool IsAwakeTime(long now)
        {
            long lastUseMs = _supervisor.Dispatcher.LastUseMs;
            return now < _awakeUntilMs
                || now % ContactPeriodMs < ContactMs
                || (lastUseMs != 0 && _linkClock.UptimeMs - lastUseMs < AwakeAfterUseMs)
                || !_supervisor.IsIdle;
        }

        private bool Doze(long now)
        {
            try
            {
                if (!_isArmed)
                {
                    Sleep.EnableWakeupByTimer(new TimeSpan(SleepMs() * TimeSpan.TicksPerMillisecond));
                    _isArmed = true;
                    Sleep.EnableWakeupByUart(Sleep.WakeUpPort.COM2, WakeEdges);
                }

                if (Sleep.StartLightSleep() != EspNativeError.OK)
                {
                    return false;
                }

                long woke = _clock.UptimeMs;
                _sleptMs += woke - now;
                if (Sleep.GetWakeupCause() == Sleep.WakeupCause.Uart)
                {
                    _awakeUntilMs = woke + AwakeAfterUseMs;
                }

                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }

        private long SleepMs()
        {
            int rate = _supervisor.Pipeline.Runtime.Features.Config.SampleRate;
            int ms = rate <= 0 ? LongestMs : BurstSamples * 1000 / rate;
            return ms < ShortestMs ? ShortestMs : ms > LongestMs ? LongestMs : ms;
        }
    }
}
