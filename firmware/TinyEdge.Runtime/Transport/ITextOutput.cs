namespace TinyEdge.Runtime.Transport
{
    /// <summary>Where a line goes that is built and sent in pieces (<see cref="LineWriter"/>).</summary>
    public interface ITextOutput
    {
        /// <summary>Sends the first <paramref name="count"/> bytes, ASCII, at least one; only a line's last piece ends in a line feed.</summary>
        void Write(byte[] text, int count);
    }
}
