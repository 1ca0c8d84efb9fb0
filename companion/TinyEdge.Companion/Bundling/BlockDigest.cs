using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TinyEdge.Companion.Bundling;

/// <summary>The block digest of SPEC.md over .NET's own HMAC-SHA-256; shares no code with the device's.</summary>
internal static class BlockDigest
{
    private static readonly byte[] s_publishedKey = Encoding.ASCII.GetBytes("TinyEdge public block digest v1.");

    public static byte[] Of(ReadOnlySpan<byte> bytes) => HMACSHA256.HashData(s_publishedKey, bytes);

    /// <summary>Digest of a component: over its length, 4 bytes little endian, and its entries of the block list.</summary>
    public static byte[] OfComponent(int length, ReadOnlySpan<byte> blockDigests)
    {
        byte[] input = new byte[sizeof(int) + blockDigests.Length];
        BinaryPrimitives.WriteInt32LittleEndian(input, length);
        blockDigests.CopyTo(input.AsSpan(sizeof(int)));
        return Of(input);
    }
}
