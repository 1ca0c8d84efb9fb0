namespace System;

/// <summary>nanoFramework's window onto a byte array; it has no generic Span.</summary>
public readonly struct SpanByte
{
    private readonly byte[] _array;
    private readonly int _start;
    private readonly int _length;

    public SpanByte(byte[] array)
    {
        _array = array;
        _start = 0;
        _length = array is null ? 0 : array.Length;
    }

    public SpanByte(byte[] array, int start, int length)
    {
        int capacity = array is null ? 0 : array.Length;
        if (start < 0 || length < 0 || start > capacity || length > capacity - start)
        {
            throw new ArgumentOutOfRangeException();
        }

        _array = array;
        _start = start;
        _length = length;
    }

    public static SpanByte Empty => default;

    public int Length => _length;

    public bool IsEmpty => _length == 0;

    public byte this[int index]
    {
        get => _array[Locate(index)];
        set => _array[Locate(index)] = value;
    }

    public static implicit operator SpanByte(byte[] array) => new(array);

    public void CopyTo(SpanByte destination)
    {
        if (_length > destination._length)
        {
            throw new ArgumentException();
        }

        if (_length != 0)
        {
            Array.Copy(_array, _start, destination._array, destination._start, _length);
        }
    }

    public SpanByte Slice(int start) => Slice(start, _length - start);

    public SpanByte Slice(int start, int length)
    {
        if (start < 0 || length < 0 || start > _length || length > _length - start)
        {
            throw new ArgumentOutOfRangeException();
        }

        return new SpanByte(_array, _start + start, length);
    }

    public byte[] ToArray() => AsSpan().ToArray();

    internal Span<byte> AsSpan() => new(_array, _start, _length);

    private int Locate(int index)
    {
        if ((uint)index >= (uint)_length)
        {
            throw new ArgumentOutOfRangeException();
        }

        return _start + index;
    }
}
