using System;
using System.IO.Ports;
using System.Threading;
using nanoFramework.Hardware.Esp32;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Firmware
{
    /// <summary>A UART as a byte link. A wire has no peer to lose: the link is open until it is closed here or the driver fails.</summary>
    public sealed class SerialLink : IByteLink
    {
        private const int PollMs = 10;

        private readonly SerialPort _port;
        private bool _open;

        /// <param name="portName">COM2 or COM3; the pins have been assigned before.</param>
        /// <param name="baudRate">Bits per second.</param>
        public SerialLink(string portName, int baudRate)
        {
            _port = new SerialPort(portName, baudRate, Parity.None, 8, StopBits.One);
            try
            {
                _port.Open();
                _open = true;
            }
            catch (Exception)
            {
                _open = false;
            }
        }

        public bool IsOpen
        {
            get { return _open; }
        }

        /// <inheritdoc/>
        public int Read(byte[] buffer, int offset, int count, int timeoutMs)
        {
            if (!_open)
            {
                return -1;
            }

            try
            {
                ulong start = HighResTimer.GetCurrent();
                int ready = _port.BytesToRead;
                while (ready == 0 && (HighResTimer.GetCurrent() - start) / 1000 < (ulong)timeoutMs)
                {
                    Thread.Sleep(PollMs);
                    ready = _port.BytesToRead;
                }

                return ready == 0 ? 0 : _port.Read(buffer, offset, ready < count ? ready : count);
            }
            catch (Exception)
            {
                Close();
                return -1;
            }
        }

        /// <inheritdoc/>
        public bool Write(byte[] buffer, int offset, int count)
        {
            if (!_open)
            {
                return false;
            }

            try
            {
                _port.Write(buffer, offset, count);
                return true;
            }
            catch (Exception)
            {
                Close();
                return false;
            }
        }

        /// <inheritdoc/>
        public void Close()
        {
            _open = false;
            try
            {
                _port.Close();
            }
            catch (Exception)
            {
                // Closing a port that the driver has lost; it is closed either way.
            }
        }
    }
}
