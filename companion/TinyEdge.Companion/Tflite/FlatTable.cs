using System.Text;
using Google.FlatBuffers;
using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Tflite;

/// <summary>
/// One table of a FlatBuffer, read by field index with every offset held against the file. A damaged or hostile file ends in a
/// <see cref="ModelException"/>, never in another exception and never in a read outside.
/// </summary>
internal readonly struct FlatTable
{
    private const int MaxTextBytes = 128;

    private readonly ByteBuffer _bytes;
    private readonly int _at;

    private FlatTable(ByteBuffer bytes, long at)
    {
        _bytes = bytes;
        _at = Inside(bytes, at, 4);
    }

    public static FlatTable Root(ByteBuffer bytes) => new(bytes, bytes.GetUint(Inside(bytes, 0, 4)));

    public static ModelException Damaged(string why) =>
        new("The .tflite file is damaged.", why, "Export it again and compare its digest with the original.");

    public int Int32(int field, int otherwise = 0) => Field(field, 4) is { } at ? _bytes.GetInt(at) : otherwise;

    public long UInt32(int field) => Field(field, 4) is { } at ? _bytes.GetUint(at) : 0;

    public int Int8(int field) => Field(field, 1) is { } at ? _bytes.GetSbyte(at) : 0;

    public float Single(int field) => Field(field, 4) is { } at ? _bytes.GetFloat(at) : 0;

    public FlatTable? Table(int field) => Field(field, 4) is { } at ? new FlatTable(_bytes, at + (long)_bytes.GetUint(at)) : null;

    public FlatTable[] Tables(int field)
    {
        (int start, int count) = Vector(field, 4);
        FlatTable[] tables = new FlatTable[count];
        for (int i = 0; i < count; i++)
        {
            int at = start + (4 * i);
            tables[i] = new FlatTable(_bytes, at + (long)_bytes.GetUint(at));
        }

        return tables;
    }

    public int[] Int32s(int field)
    {
        (int start, int count) = Vector(field, 4);
        int[] values = new int[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = _bytes.GetInt(start + (4 * i));
        }

        return values;
    }

    public float[] Singles(int field)
    {
        (int start, int count) = Vector(field, 4);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = _bytes.GetFloat(start + (4 * i));
        }

        return values;
    }

    public long[] Int64s(int field)
    {
        (int start, int count) = Vector(field, 8);
        long[] values = new long[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = _bytes.GetLong(start + (8 * i));
        }

        return values;
    }

    public byte[] Bytes(int field)
    {
        (int start, int count) = Vector(field, 1);
        return _bytes.ToArray<byte>(start, count);
    }

    /// <summary>UTF-8 text with control characters replaced, its beginning if it is long: it goes into reports.</summary>
    public string Text(int field)
    {
        (int start, int count) = Vector(field, 1);
        string text = Encoding.UTF8.GetString(_bytes.ToArray<byte>(start, Math.Min(count, MaxTextBytes)));
        return string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) + (count > MaxTextBytes ? "..." : string.Empty);
    }

    private static int Inside(ByteBuffer bytes, long at, long length) =>
        at >= 0 && at <= bytes.Length && length <= bytes.Length - at
            ? (int)at
            : throw Damaged($"An offset leads to byte {at}, but the file has {bytes.Length}.");

    private int? Field(int index, int size)
    {
        int vtable = Inside(_bytes, (long)_at - _bytes.GetInt(_at), 4);
        int vtableBytes = _bytes.GetUshort(vtable);
        int slot = 4 + (2 * index);
        if (slot + 2 > vtableBytes)
        {
            return null;
        }

        int offset = _bytes.GetUshort(Inside(_bytes, (long)vtable + slot, 2));
        return offset == 0 ? null : Inside(_bytes, (long)_at + offset, size);
    }

    private (int Start, int Count) Vector(int field, int elementBytes)
    {
        if (Field(field, 4) is not { } at)
        {
            return (0, 0);
        }

        int vector = Inside(_bytes, at + (long)_bytes.GetUint(at), 4);
        long count = _bytes.GetUint(vector);
        return (Inside(_bytes, vector + 4L, count * elementBytes), (int)count);
    }
}
