using System.Buffers.Binary;
using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Fuzzing.Records;

/// <summary>The checksum in the last four bytes of a record.</summary>
internal static class RecordSeal
{
    /// <summary>Puts it right where the record is there whole.</summary>
    public static void Put(Span<byte> bytes, int at, int size)
    {
        if (at + size <= bytes.Length)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(at + size - 4)..], Checksum.Of(bytes.Slice(at, size - 4)));
        }
    }
}
