using System;
using System.Text;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Firmware
{
    /// <summary>Lines on UART0, the USB cable; they leave only while no debugger is attached.</summary>
    public sealed class Uart0Output : ITextOutput
    {
        /// <summary>A piece at a time, so that no string is longer than one.</summary>
        public void Write(byte[] text, int count)
        {
            if (text[count - 1] == '\n')
            {
                // The console adds the line feed that the line already ends in.
                Console.WriteLine(Encoding.UTF8.GetString(text, 0, count - 1));
            }
            else
            {
                Console.Write(Encoding.UTF8.GetString(text, 0, count));
            }
        }
    }
}
