using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TinyEdge.Companion.Keys;

/// <summary>EMSA-PSS-ENCODE of RFC 8017 section 9.1.1 for a 3072-bit modulus, SHA-256 and MGF1-SHA-256, with the salt given.</summary>
internal static class PssEncoding
{
    private const int EncodedBytes = 384;
    private const int HashBytes = 32;

    public static byte[] Encode(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> salt)
    {
        byte[] hash = SHA256.HashData([.. new byte[8], .. digest, .. salt]);
        byte[] encoded = new byte[EncodedBytes];
        int maskedBytes = EncodedBytes - HashBytes - 1;
        encoded[maskedBytes - salt.Length - 1] = 1;
        salt.CopyTo(encoded.AsSpan(maskedBytes - salt.Length));
        ApplyMask(encoded.AsSpan(0, maskedBytes), hash);

        // emBits is 3071: the highest bit must be clear for the number to be below the modulus.
        encoded[0] &= 0x7F;
        hash.CopyTo(encoded, maskedBytes);
        encoded[^1] = 0xBC;
        return encoded;
    }

    private static void ApplyMask(Span<byte> data, byte[] seed)
    {
        byte[] input = [.. seed, 0, 0, 0, 0];
        for (int done = 0, counter = 0; done < data.Length; done += HashBytes, counter++)
        {
            BinaryPrimitives.WriteInt32BigEndian(input.AsSpan(HashBytes), counter);
            byte[] mask = SHA256.HashData(input);
            for (int i = 0; i < mask.Length && done + i < data.Length; i++)
            {
                data[done + i] ^= mask[i];
            }
        }
    }
}
