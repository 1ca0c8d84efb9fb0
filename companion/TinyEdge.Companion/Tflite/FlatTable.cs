using System.Text;
using Google.FlatBuffers;
using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Tflite;

/// <summary>
/// One table of a FlatBuffer, read by field index with every offset held against the file and every count against a limit. A
/// damaged or hostile file ends in a <see cref="ModelException"/> that says where, never in another exception, never in a read
/// outside, and never in more memory than the file is large.
/// </summary>
internal readonly struct FlatTable
{
    /// <summary>Longest vector of tables or numbers that a network for a microcontroller has.</summary>
    public const int MaxCount = 1 << 16;

    private const int MaxTextBytes = 128;

    private readonly ByteBuffer _bytes;
    private readonly int _at;
    private readonly string _path;

    private FlatTable(ByteBuffer bytes, long at, string path)
    {
        _bytes = bytes;
        _path = path;
        _at = Inside(bytes, at, 4, path);
    }

    /// <summary>Where in the file's tree this table is, for messages: model.subgraphs[0].operators[3].</summary>
    public string Path => _path;

    public static FlatTable Root(ByteBuffer bytes) => new(bytes, bytes.GetUint(Inside(bytes, 0, 4, "model")), "model");

    public static ModelException Damaged(string why) =>
        new("The .tflite file is damaged.", why, "Export it again and compare its digest with the original.");

    public int Int32(int field, int otherwise = 0) => Field(field, 4) is { } at ? _bytes.GetInt(at) : otherwise;

    public long UInt32(int field) => Field(field, 4) is { } at ? _bytes.GetUint(at) : 0;

    public int Int8(int field) => Field(field, 1) is { } at ? _bytes.GetSbyte(at) : 0;

    public float Single(int field) => Field(field, 4) is { } at ? _bytes.GetFloat(at) : 0;

    public FlatTable? Table(int field, string name) =>
        Field(field, 4) is { } at ? new FlatTable(_bytes, at + (long)_bytes.GetUint(at), $"{_path}.{name}") : null;

    public FlatTable[] Tables(int field, string name)
    {
        (int start, int count) = Vector(field, 4, MaxCount);
        FlatTable[] tables = new FlatTable[count];
        for (int i = 0; i < count; i++)
        {
            int at = start + (4 * i);
            tables[i] = new FlatTable(_bytes, at + (long)_bytes.GetUint(at), $"{_path}.{name}[{i}]");
        }

        return tables;
    }

    public int[] Int32s(int field, int most = MaxCount)
    {
        (int start, int count) = Vector(field, 4, most);
        int[] values = new int[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = _bytes.GetInt(start + (4 * i));
        }

        return values;
    }

    public float[] Singles(int field)
    {
        (int start, int count) = Vector(field, 4, MaxCount);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = _bytes.GetFloat(start + (4 * i));
        }

        return values;
    }

    public long[] Int64s(int field)
    {
        (int start, int count) = Vector(field, 8, MaxCount);
        long[] values = new long[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = _bytes.GetLong(start + (8 * i));
        }

        return values;
    }

    /// <summary>Length of a vector of bytes, which is not copied.</summary>
    public int CountBytes(int field) => Vector(field, 1, int.MaxValue).Count;

    public byte[] Bytes(int field)
    {
        (int start, int count) = Vector(field, 1, int.MaxValue);
        return _bytes.ToArray<byte>(start, count);
    }

    /// <summary>UTF-8 text, its beginning if it is long, with control characters replaced: it goes into reports.</summary>
    public string Text(int field)
    {
        (int start, int count) = Vector(field, 1, int.MaxValue);
        byte[] text = _bytes.ToArray<byte>(start, Math.Min(count, MaxTextBytes));
        return string.Concat(Encoding.UTF8.GetString(text).Select(c => char.IsControl(c) ? '?' : c)) + (count > MaxTextBytes ? "..." : string.Empty);
    }

    private static int Inside(ByteBuffer bytes, long at, long length, string path) =>
        at >= 0 && at <= bytes.Length && length <= bytes.Length - at
            ? (int)at
            : throw Damaged($"{path}: an offset leads to byte {at} (0x{at:X}) for {length} bytes, but the file has {bytes.Length}.");

    private int? Field(int index, int size)
    {
        int vtable = Inside(_bytes, (long)_at - _bytes.GetInt(_at), 4, _path);
        int vtableBytes = _bytes.GetUshort(vtable);
        int slot = 4 + (2 * index);
        if (slot + 2 > vtableBytes)
        {
            return null;
        }

        int offset = _bytes.GetUshort(Inside(_bytes, (long)vtable + slot, 2, _path));
        return offset == 0 ? null : Inside(_bytes, (long)_at + offset, size, _path);
    }

    private (int Start, int Count) Vector(int field, int elementBytes, int most)
    {
        if (Field(field, 4) is not { } at)
        {
            return (0, 0);
        }

        int vector = Inside(_bytes, at + (long)_bytes.GetUint(at), 4, _path);
        long count = _bytes.GetUint(vector);
        return count > most
            ? throw Damaged($"{_path}: the list at byte {vector} (0x{vector:X}) says that it has {count} entries; at most {most} are read.")
            : (Inside(_bytes, vector + 4L, count * elementBytes, _path), (int)count);
    }
}
