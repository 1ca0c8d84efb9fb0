namespace TinyEdge.Fuzzing.Engine;

/// <summary>An input in the making: at most so many bytes, changed in place and reused for every input.</summary>
public sealed class FuzzBuffer(int capacity)
{
    private const int MostInserted = 512;

    private readonly byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public int Capacity => _bytes.Length;

    public Span<byte> Bytes => _bytes.AsSpan(0, Length);

    public byte this[int index]
    {
        get => _bytes[index];
        set => _bytes[index] = value;
    }

    public void Set(ReadOnlySpan<byte> bytes)
    {
        Length = Math.Min(bytes.Length, Capacity);
        bytes[..Length].CopyTo(_bytes);
    }

    public void Truncate(int length) => Length = Math.Clamp(length, 0, Length);

    /// <summary>Puts bytes in, 512 at most; what no longer fits at the end is lost.</summary>
    public void Insert(int at, ReadOnlySpan<byte> bytes)
    {
        // A copy, for the bytes may be the buffer's own.
        Span<byte> copy = stackalloc byte[Math.Min(Math.Min(bytes.Length, MostInserted), Capacity - at)];
        bytes[..copy.Length].CopyTo(copy);
        int count = copy.Length;
        int kept = Math.Min(Length - at, Capacity - at - count);
        _bytes.AsSpan(at, kept).CopyTo(_bytes.AsSpan(at + count));
        copy.CopyTo(_bytes.AsSpan(at));
        Length = at + count + kept;
    }

    public void Remove(int at, int count)
    {
        count = Math.Min(count, Length - at);
        _bytes.AsSpan(at + count, Length - at - count).CopyTo(_bytes.AsSpan(at));
        Length -= count;
    }

    /// <summary>Grows with zeros or shrinks.</summary>
    public void Resize(int length)
    {
        int wanted = Math.Min(length, Capacity);
        if (wanted > Length)
        {
            _bytes.AsSpan(Length, wanted - Length).Clear();
        }

        Length = wanted;
    }
}
