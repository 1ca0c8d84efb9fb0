namespace TinyEdge.Companion.Devices;

/// <summary>
/// Cuts a stream of bytes into lines and keeps those that parse: boot messages, noise and half lines are counted and
/// skipped. Memory is one buffer of <see cref="LineParser.MaxLineBytes"/>, whatever arrives.
/// </summary>
public sealed class LineReader
{
    private readonly byte[] _line = new byte[LineParser.MaxLineBytes];
    private int _length;
    private bool _tooLong;

    /// <summary>Lines that held.</summary>
    public long GoodLines { get; private set; }

    /// <summary>Lines that did not; empty lines and comments (#) are not counted.</summary>
    public long SkippedLines { get; private set; }

    /// <summary>The latest reason for skipping.</summary>
    public LineFault LastFault { get; private set; }

    /// <summary>Takes bytes and hands every good line on.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, Action<DeviceLine> onLine)
    {
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> piece = end < 0 ? bytes : bytes[..end];
            Collect(piece);
            if (end < 0)
            {
                return;
            }

            EndLine(onLine);
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>All good lines of a stream, read lazily; a last line without its line feed counts too.</summary>
    public IEnumerable<DeviceLine> ReadAll(Stream stream)
    {
        byte[] input = new byte[16384];
        var ready = new Queue<DeviceLine>();
        for (int read = stream.Read(input); read > 0; read = stream.Read(input))
        {
            Feed(input.AsSpan(0, read), ready.Enqueue);
            while (ready.TryDequeue(out DeviceLine? line))
            {
                yield return line;
            }
        }

        EndLine(ready.Enqueue);
        while (ready.TryDequeue(out DeviceLine? line))
        {
            yield return line;
        }
    }

    private void Collect(ReadOnlySpan<byte> piece)
    {
        if (piece.Length > _line.Length - _length)
        {
            _tooLong = true;
            return;
        }

        piece.CopyTo(_line.AsSpan(_length));
        _length += piece.Length;
    }

    private void EndLine(Action<DeviceLine> onLine)
    {
        ReadOnlySpan<byte> line = _line.AsSpan(0, _length).TrimEnd((byte)'\r');
        bool tooLong = _tooLong;
        _length = 0;
        _tooLong = false;
        if (!tooLong && (line.IsEmpty || line[0] == (byte)'#'))
        {
            return;
        }

        LineFault fault = LineFault.TooLong;
        if (!tooLong && LineParser.TryParse(line, out DeviceLine? parsed, out fault))
        {
            GoodLines++;
            onLine(parsed);
            return;
        }

        SkippedLines++;
        LastFault = fault;
    }
}
