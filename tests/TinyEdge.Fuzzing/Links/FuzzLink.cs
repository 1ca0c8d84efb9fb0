using TinyEdge.Fuzzing.Engine;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Fuzzing.Links;

/// <summary>Hands an input out in pieces, keeps what is written, and counts: a device that reads a dead link for ever is a finding.</summary>
internal sealed class FuzzLink(FuzzClock clock) : IByteLink
{
    public const int MostWritten = 1 << 18;

    private const int ReadsBeyond = 64;

    private readonly byte[] _input = new byte[8192];
    private readonly byte[] _written = new byte[MostWritten];
    private readonly Pieces _pieces = new();
    private int _length;
    private int _at;
    private int _reads;
    private bool _isCut;
    private bool _isSilentAtEnd;

    public bool IsOpen { get; private set; }

    public ReadOnlySpan<byte> Written => _written.AsSpan(0, WrittenBytes);

    public int WrittenBytes { get; private set; }

    /// <param name="input">What the peer sends.</param>
    /// <param name="isCut">Cut into pieces, or as many bytes as fit a read.</param>
    /// <param name="isSilentAtEnd">The peer stays, and says nothing more; else it goes away.</param>
    public void Restart(ReadOnlySpan<byte> input, bool isCut, bool isSilentAtEnd)
    {
        _length = Math.Min(input.Length, _input.Length);
        input[.._length].CopyTo(_input);
        _isCut = isCut;
        _isSilentAtEnd = isSilentAtEnd;
        _pieces.Restart(input[.._length]);
        _at = 0;
        _reads = 0;
        WrittenBytes = 0;
        IsOpen = true;
    }

    public int Read(byte[] buffer, int offset, int count, int timeoutMs)
    {
        FuzzViolation.Unless(IsOpen, "A closed link is read");
        FuzzViolation.Unless(count > 0 && offset >= 0 && count <= buffer.Length - offset && timeoutMs > 0, $"A read of {count} bytes within {timeoutMs} ms");
        FuzzViolation.Unless(++_reads <= _length + ReadsBeyond, $"{_reads} reads for {_length} bytes");
        if (_at == _length)
        {
            clock.Now += timeoutMs;
            return _isSilentAtEnd ? 0 : -1;
        }

        int taken = Math.Min(count, _length - _at);
        taken = _isCut ? Math.Min(taken, _pieces.Next()) : taken;
        _input.AsSpan(_at, taken).CopyTo(buffer.AsSpan(offset));
        _at += taken;
        return taken;
    }

    public bool Write(byte[] buffer, int offset, int count)
    {
        FuzzViolation.Unless(IsOpen && count >= 0 && count <= MostWritten - WrittenBytes, $"{count} bytes are written behind {WrittenBytes}");
        buffer.AsSpan(offset, count).CopyTo(_written.AsSpan(WrittenBytes));
        WrittenBytes += count;
        return true;
    }

    public void Close() => IsOpen = false;
}
