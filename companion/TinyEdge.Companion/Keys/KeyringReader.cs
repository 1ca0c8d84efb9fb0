using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;

namespace TinyEdge.Companion.Keys;

/// <summary>
/// Reads and verifies keyrings: from SPEC.md with .NET's own RSA, sharing no offsets with the device's code, and then by that code too.
/// </summary>
public static class KeyringReader
{
    private const int HeaderBytes = 32;
    private const int KeyIdBytes = 8;
    private const int RecordBytes = 788;
    private const int SignatureBytes = 384;
    private const int CrcBytes = 4;
    private const string SignatureDomain = "TinyEdge keyring signature v1...";

    /// <summary>Says what a keyring says, trusting nothing of it.</summary>
    /// <exception cref="KeyException">Too damaged to be read.</exception>
    public static KeyringDescription Describe(byte[] keyring)
    {
        if (keyring.Length < HeaderBytes || !keyring.AsSpan(0, 6).SequenceEqual("TEKR\x01\x00"u8))
        {
            throw Unreadable("It does not begin with TEKR, format 1.");
        }

        (int keys, int revoked) = (keyring[8], keyring[9]);
        if (keys > 4 || revoked > 4 || keyring.Length != SignedBytes(keyring) + (2 * SignatureBytes) + CrcBytes)
        {
            throw Unreadable($"Its header and its {keyring.Length} bytes contradict each other.");
        }

        return new KeyringDescription(
            BinaryPrimitives.ReadUInt16LittleEndian(keyring.AsSpan(6)),
            [.. Enumerable.Range(0, keys).Select(slot => Key(keyring, slot)).Select(key => new KeyringKey(key.KeyId, key.IsDevelopment))],
            [.. Enumerable.Range(0, revoked).Select(i => Id(keyring, HeaderBytes + (i * KeyIdBytes)))],
            Id(keyring, 16),
            Id(keyring, 24),
            keyring.Length);
    }

    /// <summary>The keys of a keyring, in its order.</summary>
    /// <exception cref="KeyException">Too damaged to be read.</exception>
    public static IReadOnlyList<PublicKeyFile> Keys(byte[] keyring)
    {
        Describe(keyring);
        return [.. Enumerable.Range(0, keyring[8]).Select(slot => Key(keyring, slot))];
    }

    /// <summary>What is wrong with a keyring for devices that trust certain keys, in one sentence; null when it is sound.</summary>
    /// <param name="trusted">Keys of the set before it.</param>
    /// <param name="code">What the device's code says.</param>
    public static string? FirstProblem(byte[] keyring, IReadOnlyList<PublicKeyFile> trusted, out ResultCode code)
    {
        KeyringDescription description = Describe(keyring);
        code = RunDeviceCheck(keyring, trusted, description.Epoch - 1);
        string? own = FirstProblem(keyring, description, trusted);
        return own ?? (code == ResultCode.Ok ? null : $"The device's code refuses it: {code} ({(int)code}).");
    }

    /// <summary>Throws unless both ways agree that a keyring is sound; the last step before one leaves this machine.</summary>
    /// <exception cref="KeyException">It is not.</exception>
    public static void RequireSound(byte[] keyring, PublicKeyFile oldKey)
    {
        if (FirstProblem(keyring, [oldKey], out ResultCode code) is { } problem)
        {
            throw new KeyException("The keyring was not kept.", problem, "Sign the same request with the keys that it names.", code == ResultCode.Ok ? ResultCode.BadKeyring : code);
        }
    }

    private static string? FirstProblem(byte[] keyring, KeyringDescription description, IReadOnlyList<PublicKeyFile> trusted)
    {
        PublicKeyFile? old = trusted.FirstOrDefault(key => key.KeyId == description.OldSigner);
        if (old is null)
        {
            return $"Key {description.OldSigner}, which made the first signature, is not among the trusted ones.";
        }

        PublicKeyFile? next = Keys(keyring).FirstOrDefault(key => key.KeyId == description.NewSigner);
        return next is null ? $"Key {description.NewSigner}, which made the second signature, is not in the keyring."
            : description.OldSigner == description.NewSigner ? "Both signatures are by one key."
            : !IsSignedBy(old, keyring, 0) ? $"The first signature is not by {description.OldSigner}."
            : !IsSignedBy(next, keyring, 1) ? $"The second signature is not by {description.NewSigner}."
            : null;
    }

    private static bool IsSignedBy(PublicKeyFile key, byte[] keyring, int index)
    {
        int signed = SignedBytes(keyring);
        using RSA rsa = key.ToRsa();
        byte[] message = [.. Encoding.ASCII.GetBytes(SignatureDomain), .. keyring.AsSpan(0, signed)];
        return rsa.VerifyData(message, keyring.AsSpan(signed + (index * SignatureBytes), SignatureBytes), HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
    }

    private static ResultCode RunDeviceCheck(byte[] keyring, IReadOnlyList<PublicKeyFile> trusted, int epoch)
    {
        BundleParser parser = new(new TrustedKeys(trusted, epoch), new PortableBlockDigest());
        return parser.CheckKeyring(new ByteArraySource(keyring), 0, keyring.Length);
    }

    private static PublicKeyFile Key(byte[] keyring, int slot)
    {
        int at = HeaderBytes + (keyring[9] * KeyIdBytes) + (slot * RecordBytes);
        RSAParameters parameters = new() { Modulus = keyring[(at + 16)..(at + 16 + 384)], Exponent = [1, 0, 1] };
        return PublicKeyFile.From(parameters, (keyring[at + 6] & 1) != 0);
    }

    private static int SignedBytes(byte[] keyring) => HeaderBytes + (keyring[9] * KeyIdBytes) + (keyring[8] * RecordBytes);

    private static string Id(byte[] keyring, int offset) => Convert.ToHexStringLower(keyring.AsSpan(offset, KeyIdBytes));

    private static KeyException Unreadable(string why) => new("The file is not a readable keyring.", why, "Make it again with 'tinyedge key rotate'.", ResultCode.BadKeyring);
}
