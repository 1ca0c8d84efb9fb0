using System;
using System.Threading;

namespace TinyEdge.Firmware
{
    /// <summary>
    /// The entry of a real board. Neither a return from Main nor an exception out of it can be survived on this platform, so neither
    /// happens: whatever ends the firmware resets the board.
    /// </summary>
    public static class Program
    {
        private const int PauseMs = 5000;

        public static void Main()
        {
            try
            {
                new FirmwareMain(BoardSettings.Create()).Run();
            }
            catch (Exception)
            {
                // A defect before the main loop, or no memory. The next boot is all that can help; the pause keeps a loop of boots slow.
                Thread.Sleep(PauseMs);
            }

            BoardPower power = new BoardPower();
            while (true)
            {
                power.Reboot();

                // The platform resets a moment after it was asked.
                Thread.Sleep(PauseMs);
            }
        }
    }
}
