using System.Security.Cryptography;
using System.Text.Json;
using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Keys;

namespace TinyEdge.Companion.Signing;

/// <summary>
/// A bundle or a keyring that lacks its signatures, as a file: what is to be signed by whom, and everything that is needed to go on. It holds
/// no private key, and nothing in it is trusted: the digest is computed anew, and what comes out is verified like any other file.
/// </summary>
public sealed record SigningRequest
{
    public const string Bundle = "bundle";
    public const string Keyring = "keyring";

    private const int MaxBytes = 4 * BundleFile.MaxBytes;
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public int SchemaVersion { get; init; } = 1;

    /// <summary>bundle or keyring.</summary>
    public required string Kind { get; init; }

    /// <summary>SHA-256 that each signer signs, in hexadecimal; for people and their tools.</summary>
    public required string Digest { get; init; }

    /// <summary>Public keys of the signers, PEM; of a keyring the old one first.</summary>
    public required IReadOnlyList<string> Signers { get; init; }

    /// <summary>Public keys that what is inside was signed with before: the first signer of a keyring in a bundle.</summary>
    public IReadOnlyList<string> Inside { get; init; } = [];

    /// <summary>The bundle with zeros for its signature, or the bytes of the keyring that are signed.</summary>
    public required byte[] Content { get; init; }

    /// <summary>A request for an unsigned bundle.</summary>
    public static SigningRequest For(byte[] unsigned, PublicKeyFile signer, IReadOnlyList<PublicKeyFile> inside) => new()
    {
        Inside = [.. inside.Select(Pem)],
        Kind = Bundle,
        Digest = Convert.ToHexStringLower(BundleBuilder.DigestOf(unsigned)),
        Signers = [Pem(signer)],
        Content = unsigned,
    };

    /// <summary>A request for a keyring.</summary>
    public static SigningRequest ForKeyring(byte[] signedBytes, PublicKeyFile oldKey, PublicKeyFile newKey) => new()
    {
        Kind = Keyring,
        Digest = Convert.ToHexStringLower(KeyringWriter.Digest(signedBytes)),
        Signers = [Pem(oldKey), Pem(newKey)],
        Content = signedBytes,
    };

    /// <summary>Reads a request.</summary>
    /// <exception cref="KeyException">Missing, not a request, or its digest is not that of its content.</exception>
    public static SigningRequest Load(string path)
    {
        byte[] text = InputFile.Read(path, file => new FileInfo(file).Length <= MaxBytes ? File.ReadAllBytes(file) : []);
        SigningRequest? request;
        try
        {
            request = JsonSerializer.Deserialize<SigningRequest>(text, s_json);
        }
        catch (JsonException error)
        {
            throw Unusable(path, error.Message);
        }

        if (request is null || request.SchemaVersion != 1 || request.Kind is not (Bundle or Keyring) || request.Signers.Count != (request.Kind == Bundle ? 1 : 2))
        {
            throw Unusable(path, "It is not a request of this version for a bundle or a keyring.");
        }

        return Convert.ToHexStringLower(request.DigestOfContent()) == request.Digest ? request : throw Unusable(path, "Its digest is not that of its content.");
    }

    /// <summary>Writes the request, and beside it the 32 bytes of the digest (<paramref name="path"/> + ".digest") for tools that want a file.</summary>
    public void Save(string path)
    {
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, s_json), overwrite: true);
        AtomicFile.Write(path + ".digest", Convert.FromHexString(Digest), overwrite: true);
    }

    /// <summary>The signers' public keys.</summary>
    public IReadOnlyList<PublicKeyFile> Keys() => [.. Signers.Select((pem, index) => PublicKeyFile.Parse(pem, $"signer {index + 1} of the request"))];

    /// <summary>Puts the signatures in, whatever their order, and verifies the whole.</summary>
    /// <param name="signatures">384 bytes each.</param>
    /// <returns>The bundle or the keyring.</returns>
    /// <exception cref="TinyEdgeException">A signature is missing, or is by no signer of the request.</exception>
    public byte[] Complete(IReadOnlyList<byte[]> signatures)
    {
        IReadOnlyList<PublicKeyFile> keys = Keys();
        byte[] digest = DigestOfContent();
        byte[]? stray = signatures.FirstOrDefault(signature => !keys.Any(key => IsBy(key, digest, signature)));
        if (stray is not null)
        {
            throw new KeyException(
                "The request was not completed.", $"A signature of {stray.Length} bytes is by none of its signers ({string.Join(", ", keys.Select(key => key.KeyId))}).",
                "Sign the digest with RSASSA-PSS, SHA-256, MGF1 with SHA-256, a salt of 32 bytes, and the key named.", ResultCode.BadSignature, exitCode: ExitCode.Signature);
        }

        byte[][] ordered = [.. keys.Select(key => signatures.FirstOrDefault(signature => IsBy(key, digest, signature)) ?? throw Missing(key))];
        return Kind == Bundle
            ? BundleBuilder.Complete(Content, ordered[0], [.. keys, .. Inside.Select(pem => PublicKeyFile.Parse(pem, "a key of the request"))])
            : KeyringWriter.Assemble(Content, ordered[0], ordered[1], keys[0]);
    }

    private byte[] DigestOfContent() => Kind == Bundle ? BundleBuilder.DigestOf(Content) : KeyringWriter.Digest(Content);

    private static bool IsBy(PublicKeyFile key, byte[] digest, byte[] signature)
    {
        using RSA rsa = key.ToRsa();
        return rsa.VerifyHash(digest, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
    }

    private static string Pem(PublicKeyFile key) => (key.IsDevelopment ? KeyFileText.DevelopmentLine + "\n" : "") + key.ToPem();

    private static KeyException Missing(PublicKeyFile key) => new(
        "The request was not completed.", $"The signature of {key.KeyId} is missing.", "Give it with --signature, or its key file with --key.", ResultCode.BadSignature, exitCode: ExitCode.Signature);

    private static KeyException Unusable(string path, string why) =>
        new($"{path} is not a usable signing request.", why, "Make it again with 'tinyedge bundle' or 'tinyedge key rotate' and --signing-request.");
}
