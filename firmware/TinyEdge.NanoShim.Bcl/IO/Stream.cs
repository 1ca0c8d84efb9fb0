namespace System.IO;

public abstract class Stream : MarshalByRefObject, IDisposable
{
    public abstract bool CanRead { get; }

    public abstract bool CanSeek { get; }

    public abstract bool CanWrite { get; }

    public abstract long Length { get; }

    public abstract long Position { get; set; }

    public virtual void Close() => Dispose();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    public abstract void Flush();

    public abstract long Seek(long offset, SeekOrigin origin);

    public abstract void SetLength(long value);

    public abstract int Read(SpanByte buffer);

    public abstract int Read(byte[] buffer, int offset, int count);

    public virtual int ReadByte()
    {
        byte[] one = new byte[1];
        return Read(one, 0, 1) == 0 ? -1 : one[0];
    }

    public abstract void Write(byte[] buffer, int offset, int count);

    public virtual void WriteByte(byte value) => Write(new[] { value }, 0, 1);

    protected virtual void Dispose(bool disposing)
    {
    }
}
