using System.Buffers.Binary;
using System.Security.Cryptography;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.DataSets;

/// <summary>Says whether two recordings hold the same signal: the first 16 bytes, in hex, of SHA-256 over rate, axes (int32 each) and values (float32), little endian.</summary>
public static class ContentDigest
{
    private const int HeaderBytes = 8;
    private const int DigestBytes = 16;

    public static string Of(Recording recording)
    {
        byte[] bytes = new byte[HeaderBytes + (4 * recording.Values.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, recording.SampleRateHz);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), recording.Axes);
        for (int i = 0; i < recording.Values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(HeaderBytes + (4 * i)), recording.Values[i]);
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, DigestBytes));
    }
}
