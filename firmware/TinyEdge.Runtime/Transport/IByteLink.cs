namespace TinyEdge.Runtime.Transport
{
    /// <summary>
    /// One open connection or serial port. Used by one thread at a time; an implementation reports a broken peer by its
    /// return values and never by an exception.
    /// </summary>
    public interface IByteLink
    {
        /// <summary>False once the peer is gone or <see cref="Close"/> was called.</summary>
        bool IsOpen { get; }

        /// <summary>Waits at most <paramref name="timeoutMs"/> for the first byte, then takes what is there, up to <paramref name="count"/>.</summary>
        /// <returns>Bytes read (1 or more), 0 when nothing came within the time, -1 when the link is closed or broken.</returns>
        int Read(byte[] buffer, int offset, int count, int timeoutMs);

        /// <summary>Sends the whole range or fails.</summary>
        /// <returns>False when the link is closed or broken, or the peer took nothing for a bounded time.</returns>
        bool Write(byte[] buffer, int offset, int count);

        /// <summary>Ends the link; may be called more than once.</summary>
        void Close();
    }
}
