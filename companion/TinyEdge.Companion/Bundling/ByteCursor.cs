using System.Buffers.Binary;

namespace TinyEdge.Companion.Bundling;

/// <summary>Reads little-endian fields one after the other.</summary>
internal sealed class ByteCursor(ReadOnlyMemory<byte> bytes)
{
    public int Position { get; private set; }

    public int Remaining => bytes.Length - Position;

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > Remaining)
        {
            throw new BundleException("The file is not a readable bundle.", $"It ends where {count} bytes were to follow position {Position}.", "Copy or build it again.", Bundles.ResultCode.Truncated);
        }

        Position += count;
        return bytes.Span.Slice(Position - count, count);
    }

    public byte U8() => Take(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public long I64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));
}
