using TinyEdge.NanoShim;

namespace System.IO;

public class FileStream : Stream
{
    private readonly IFlashFile _file;
    private readonly FileAccess _access;
    private long _position;
    private bool _closed;

    public FileStream(string path, FileMode mode)
        : this(path, mode, mode == FileMode.Append ? FileAccess.Write : FileAccess.ReadWrite)
    {
    }

    public FileStream(string path, FileMode mode, FileAccess access)
        : this(path, mode, access, FileShare.Read)
    {
    }

    public FileStream(string path, FileMode mode, FileAccess access, FileShare share)
    {
        IBoardHardware board = BoardContext.Current;
        board.ThrowIfReset();
        _file = board.Flash.Open(VolumePath.NameOf(path), (FlashOpenMode)mode, (FlashAccess)access);
        _access = access;
        Name = path;
        _position = mode == FileMode.Append ? _file.Length : 0;
    }

    public override bool CanRead => (_access & FileAccess.Read) != 0;

    public override bool CanSeek => true;

    public override bool CanWrite => (_access & FileAccess.Write) != 0;

    public override long Length => _file.Length;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public string Name { get; }

    public override void Flush()
    {
        // As on the device: nothing reaches flash before Dispose.
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        int read = CanRead ? _file.Read(_position, buffer, offset, count) : throw new NotSupportedException();
        _position += read;
        return read;
    }

    public override int Read(SpanByte buffer)
    {
        byte[] bytes = new byte[buffer.Length];
        int read = Read(bytes, 0, bytes.Length);
        new SpanByte(bytes, 0, read).CopyTo(buffer);
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        long start = origin == SeekOrigin.Begin ? 0 : origin == SeekOrigin.Current ? _position : _file.Length;
        long target = start + offset;
        if (target < 0 || target > _file.Length)
        {
            throw new IOException();
        }

        _position = target;
        return target;
    }

    public override void SetLength(long value) => _file.SetLength(value);

    public override void Write(byte[] buffer, int offset, int count)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (!CanWrite)
        {
            throw new NotSupportedException();
        }

        _file.Write(_position, buffer, offset, count);
        _position += count;
    }

    protected override void Dispose(bool disposing)
    {
        if (!_closed)
        {
            _closed = true;
            _file.Close();
        }
    }
}
