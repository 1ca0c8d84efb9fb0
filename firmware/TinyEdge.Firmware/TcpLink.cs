using System;
using System.Net.Sockets;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Firmware
{
    /// <summary>A connected TCP socket as a byte link.</summary>
    public sealed class TcpLink : IByteLink
    {
        private const int WriteTimeoutMs = 5000;
        private const int LongestPollMs = 60000;

        private readonly Socket _socket;
        private bool _open;

        internal TcpLink(Socket socket)
        {
            _socket = socket;
            _open = true;
            try
            {
                _socket.SendTimeout = WriteTimeoutMs;
                _socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, true);
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
                int waitMs = timeoutMs < LongestPollMs ? timeoutMs : LongestPollMs;
                if (!_socket.Poll(waitMs * 1000, SelectMode.SelectRead))
                {
                    return 0;
                }

                int read = _socket.Receive(buffer, offset, count, SocketFlags.None);
                if (read > 0)
                {
                    return read;
                }
            }
            catch (Exception)
            {
                // A reset by the peer ends the link like its orderly end.
            }

            Close();
            return -1;
        }

        /// <inheritdoc/>
        public bool Write(byte[] buffer, int offset, int count)
        {
            try
            {
                long begun = Environment.TickCount64;
                while (_open && count > 0)
                {
                    if (Environment.TickCount64 - begun > WriteTimeoutMs)
                    {
                        // A peer that takes a byte now and then is as good as gone.
                        Close();
                        return false;
                    }

                    int sent = _socket.Send(buffer, offset, count, SocketFlags.None);
                    if (sent <= 0)
                    {
                        Close();
                        return false;
                    }

                    offset += sent;
                    count -= sent;
                }

                return _open;
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
                _socket.Close();
            }
            catch (Exception)
            {
                // Already closed.
            }
        }
    }
}
