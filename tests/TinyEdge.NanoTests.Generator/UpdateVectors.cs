using System.Buffers.Binary;

namespace TinyEdge.NanoTests.Generator;

/// <summary>A boot record with something else in every field, laid out by hand from SPEC.md.</summary>
internal static class UpdateVectors
{
    public static string BootRecord()
    {
        byte[] bytes = new byte[64];
        "TEBR"u8.CopyTo(bytes);
        bytes[4] = 1;
        bytes[6] = 2; // Staged
        bytes[7] = 0; // active: A
        Put(bytes, 8, 0x0A0B0C0D);
        bytes[12] = 1; // trial: B
        bytes[13] = 3; // attempts left
        bytes[14] = 2; // unclean boots
        bytes[15] = 3; // FellBack
        Put(bytes, 16, 0x11121314);
        Put(bytes, 20, 0x15161718);
        new byte[] { 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28 }.CopyTo(bytes, 32);
        Put(bytes, 40, 0x01020304);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(44), 0x0506);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(46), 400); // GoldenVectorMismatch
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(48), 0x0708);
        bytes[50] = 4;
        Put(bytes, 52, 0x31323334);
        Put(bytes, 56, 0x41424344);
        Put(bytes, 60, Crc32(bytes.AsSpan(0, 60)));
        CSharpText text = new("The 64 bytes of a boot record with something else in every field.", "internal static class ExpectedBootRecord");
        text.Array("Bytes", bytes);
        return text.ToString();
    }

    private static void Put(byte[] bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);

    /// <summary>CRC-32 a bit at a time, from its polynomial.</summary>
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
