namespace TinyEdge.Firmware
{
    /// <summary>
    /// The soft watchdog: the platform gives no hardware one. Counts looks at the main loop's round counter rather than
    /// milliseconds, so that a pause of the whole processor (a flash erase, garbage collection) is not taken for a stall.
    /// </summary>
    public sealed class Watchdog
    {
        /// <summary>Between two looks, milliseconds.</summary>
        public const int PeriodMs = 1000;

        /// <summary>Looks without a new round before the board is reset.</summary>
        public const int Patience = 8;

        /// <summary>The same before the first round: verifying a bank and starting an application take longer, but not for ever.</summary>
        public const int BootPatience = 120;

        private int _lastRound;
        private int _misses;

        /// <returns>True when the main loop has stalled.</returns>
        public bool Look(int round)
        {
            if (round != _lastRound)
            {
                _lastRound = round;
                _misses = 0;
                return false;
            }

            _misses++;
            return _misses >= (round == 0 ? BootPatience : Patience);
        }
    }
}
