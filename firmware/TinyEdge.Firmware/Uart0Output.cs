using System;

namespace TinyEdge.Firmware
{
    /// <summary>Lines on UART0, the USB cable; they leave only while no debugger is attached.</summary>
    public sealed class Uart0Output
    {
        public void WriteLine(string line)
        {
            Console.WriteLine(line);
        }
    }
}
