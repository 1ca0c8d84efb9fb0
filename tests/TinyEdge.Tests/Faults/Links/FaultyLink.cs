using TinyEdge.Runtime.Transport;

namespace TinyEdge.Tests.Faults.Links;

/// <summary>A link that a <see cref="LinkFault"/> may hit; it also ends when the device is about to reboot.</summary>
internal sealed class FaultyLink(IByteLink inner, LinkFault fault, Action<string>? heard, Func<bool> isOver) : IByteLink
{
    private bool _ended;

    public bool IsOpen => !_ended && inner.IsOpen && !isOver();

    public int Read(byte[] buffer, int offset, int count, int timeoutMs)
    {
        int read = _ended ? -1 : inner.Read(buffer, offset, count, timeoutMs);
        if (read <= 0)
        {
            return read;
        }

        heard?.Invoke(System.Text.Encoding.Latin1.GetString(buffer, offset, read));
        int passes = fault.Pass(direction: true, buffer.AsSpan(offset, read), out bool ends);
        End(ends);
        return passes == 0 ? -1 : passes;
    }

    public bool Write(byte[] buffer, int offset, int count)
    {
        if (_ended)
        {
            return false;
        }

        // The device's own buffer is not the wire.
        byte[] onWire = buffer.AsSpan(offset, count).ToArray();
        int passes = fault.Pass(direction: false, onWire, out bool ends);
        bool sent = passes == 0 || inner.Write(onWire, 0, passes);
        End(ends);
        return sent && !ends;
    }

    public void Close()
    {
        if (!(_ended && fault.Kind == LinkFaultKind.Vanish))
        {
            inner.Close();
        }
    }

    private void End(bool ends)
    {
        if (ends)
        {
            _ended = true;
            Close();
        }
    }
}
