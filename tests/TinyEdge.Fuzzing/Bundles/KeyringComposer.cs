using System.Buffers.Binary;
using System.Security.Cryptography;
using TinyEdge.Companion.Keys;
using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Fuzzing.Bundles;

/// <summary>Keyrings from the description of the format, without signatures, and what must be true of one that is accepted.</summary>
internal static class KeyringComposer
{
    public const int Header = 32;
    public const int Record = 788;
    public const int Trailer = 772;

    /// <summary>Modulus byte of the key that the device holds.</summary>
    public const byte Own = 0xC5;

    /// <summary>Modulus byte of the key that it gets.</summary>
    public const byte New = 0xC7;

    private static readonly byte[] s_own = Key(Own);
    private static readonly byte[] s_new = Key(New);

    /// <summary>The record of no key at all: a modulus of one byte over and over, with the top bit set and odd, which is all that a record asks for.</summary>
    public static byte[] Key(byte fill)
    {
        byte[] modulus = new byte[384];
        Array.Fill(modulus, fill);
        return PublicKeyFile.From(new RSAParameters { Modulus = modulus, Exponent = [1, 0, 1] }, isDevelopment: false).ToRecord();
    }

    /// <summary>A keyring of epoch 2, from the own key to the new one, that everything but its signatures makes good.</summary>
    public static byte[] Compose(byte[][] revoked, params byte[][] keys)
    {
        byte[][] ordered = [.. keys.OrderBy(key => Convert.ToHexString(key.AsSpan(8, 8)), StringComparer.Ordinal)];
        byte[] header = new byte[Header];
        "TEKR"u8.CopyTo(header);
        header[4] = 1;
        header[6] = 2;
        header[8] = (byte)keys.Length;
        header[9] = (byte)revoked.Length;
        s_own.AsSpan(8, 8).CopyTo(header.AsSpan(16));
        s_new.AsSpan(8, 8).CopyTo(header.AsSpan(24));
        byte[] keyring = [.. header, .. revoked.SelectMany(id => id), .. ordered.SelectMany(key => key), .. new byte[Trailer]];
        BinaryPrimitives.WriteUInt32LittleEndian(keyring.AsSpan(keyring.Length - 4), Checksum.Of(keyring.AsSpan(0, keyring.Length - 4)));
        return keyring;
    }

    /// <summary>Whether a device of epoch 1 with the own key may take these bytes, were their signatures good: looked at apart from the device's code.</summary>
    public static bool IsGood(ReadOnlySpan<byte> keyring)
    {
        if (keyring.Length < Header + Record + Trailer)
        {
            return false;
        }

        int keys = keyring[8];
        int revoked = keyring[9];
        int first = Header + (8 * revoked);
        if (keyring.Length != first + (keys * Record) + Trailer || keys is < 1 or > 4 || revoked > 4 || BinaryPrimitives.ReadUInt16LittleEndian(keyring[6..]) != 2
            || !keyring.Slice(16, 8).SequenceEqual(s_own.AsSpan(8, 8)) || keyring.Slice(16, 8).SequenceEqual(keyring.Slice(24, 8))
            || BinaryPrimitives.ReadUInt32LittleEndian(keyring[^4..]) != Checksum.Of(keyring[..^4]))
        {
            return false;
        }

        bool hasNew = false;
        for (int key = 0; key < keys; key++)
        {
            ReadOnlySpan<byte> id = keyring.Slice(first + (key * Record) + 8, 8);
            hasNew |= id.SequenceEqual(keyring.Slice(24, 8));
            for (int i = 0; i < revoked; i++)
            {
                if (id.SequenceEqual(keyring.Slice(Header + (8 * i), 8)))
                {
                    return false;
                }
            }
        }

        return hasNew;
    }
}
