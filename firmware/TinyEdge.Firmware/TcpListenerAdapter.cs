using System;
using System.Net;
using System.Net.Sockets;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Firmware
{
    /// <summary>Waits for TCP connections.</summary>
    public sealed class TcpListenerAdapter
    {
        private const int Backlog = 2;

        private Socket _socket;
        private int _port;

        /// <summary>The port that is listened on; 0 before <see cref="TryListen"/> succeeded.</summary>
        public int Port
        {
            get { return _port; }
        }

        /// <param name="address">Interface to listen on.</param>
        /// <param name="port">Port, or 0 for any free one.</param>
        /// <returns>False when the port cannot be had.</returns>
        public bool TryListen(IPAddress address, int port)
        {
            Close();
            try
            {
                _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                _socket.Bind(new IPEndPoint(address, port));
                _socket.Listen(Backlog);
                _port = ((IPEndPoint)_socket.LocalEndPoint).Port;
                return true;
            }
            catch (Exception)
            {
                Close();
                return false;
            }
        }

        /// <summary>Waits at most <paramref name="timeoutMs"/> (up to one minute) for a connection.</summary>
        /// <returns>The connection, or null when none came or the listener is closed.</returns>
        public IByteLink TryAccept(int timeoutMs)
        {
            Socket socket = _socket;
            if (socket == null)
            {
                return null;
            }

            try
            {
                int waitMs = timeoutMs < 60000 ? timeoutMs : 60000;
                return socket.Poll(waitMs * 1000, SelectMode.SelectRead) ? new TcpLink(socket.Accept()) : null;
            }
            catch (Exception)
            {
                return null;
            }
        }

        public void Close()
        {
            Socket socket = _socket;
            _socket = null;
            _port = 0;
            try
            {
                if (socket != null)
                {
                    socket.Close();
                }
            }
            catch (Exception)
            {
                // Already closed.
            }
        }
    }
}
