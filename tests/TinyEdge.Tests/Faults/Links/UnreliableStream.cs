namespace TinyEdge.Tests.Faults.Links;

/// <summary>A serial wire, as the companion has it, that loses, doubles, holds back and flips bits of what is written to it; what comes back passes.</summary>
internal sealed class UnreliableStream(Stream inner, Random random, int faultPercent) : Stream
{
    private byte[]? _held;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        byte[] message = buffer.ToArray();
        int fault = random.Next(100) < faultPercent ? random.Next(4) : -1;
        switch (fault)
        {
            case 0:
                return;
            case 1:
                await inner.WriteAsync(message, cancellationToken);
                break;
            case 2 when _held is null:
                _held = message;
                return;
            case 3:
                message[random.Next(message.Length)] ^= (byte)(1 << random.Next(8));
                break;
        }

        await inner.WriteAsync(message, cancellationToken);
        if (_held is not null)
        {
            (byte[] late, _held) = (_held, null);
            await inner.WriteAsync(late, cancellationToken);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
