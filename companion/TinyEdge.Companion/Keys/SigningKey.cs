using System.Security.Cryptography;
using System.Text;
using TinyEdge.Bundles;

namespace TinyEdge.Companion.Keys;

/// <summary>
/// An RSA-3072 signing key in a file: PKCS#8, encrypted with a passphrase. Its signatures are deterministic: the salt is derived from
/// the key and the digest, so that the same inputs give the same bundle to the last byte.
/// </summary>
public sealed class SigningKey : ISigner, IDisposable
{
    /// <summary>Shortest passphrase that is taken for a new file.</summary>
    public const int MinPassphraseLength = 8;

    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";

    // OWASP Password Storage Cheat Sheet (2023) for PBKDF2-HMAC-SHA-256.
    private static readonly PbeParameters s_encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 600_000);
    private static readonly byte[] s_saltLabel = Encoding.ASCII.GetBytes("TinyEdge deterministic PSS salt v1");

    private readonly RSA _rsa;
    private readonly PublicKey _deviceKey;

    private SigningKey(RSA rsa, bool isDevelopment)
    {
        _rsa = rsa;
        PublicKey = PublicKeyFile.From(rsa.ExportParameters(includePrivateParameters: false), isDevelopment);
        _deviceKey = PublicKey.ToDeviceKey();
    }

    public PublicKeyFile PublicKey { get; }

    /// <summary>Makes a new key.</summary>
    public static SigningKey Generate(bool isDevelopment) => new(RSA.Create(PublicKeyFile.KeyBits), isDevelopment);

    /// <summary>A key whose private half is published, for campaigns that must be the same everywhere.</summary>
    internal static SigningKey FromPkcs8(ReadOnlySpan<byte> privateKey, bool isDevelopment)
    {
        RSA rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(privateKey, out _);
        return new SigningKey(rsa, isDevelopment);
    }

    /// <summary>Reads an encrypted key file.</summary>
    /// <exception cref="KeyException">Missing, empty, not encrypted, not a key, wrong passphrase, wrong size or exponent.</exception>
    public static SigningKey Load(string path, string passphrase)
    {
        string text = KeyFileText.Read(path);
        if (!text.Contains(EncryptedLabel, StringComparison.Ordinal))
        {
            string why = text.Contains("PRIVATE KEY", StringComparison.Ordinal)
                ? "Its private key is not encrypted."
                : "It holds no encrypted private key.";
            throw new KeyException($"{path} cannot be used to sign.", why, "Encrypt it with 'openssl pkcs8 -topk8', or make a key with 'tinyedge key new'.");
        }

        RSA rsa = RSA.Create();
        try
        {
            Import(rsa, text, passphrase, path);
            return new SigningKey(rsa, KeyFileText.IsDevelopment(text));
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }

    /// <summary>Writes the encrypted key file, readable by its owner only; one that exists already is not touched.</summary>
    /// <exception cref="KeyException">Passphrase too short, or the file could not be written.</exception>
    public void Save(string path, string passphrase)
    {
        if (passphrase.Length < MinPassphraseLength)
        {
            throw new KeyException("The signing key was not written.", $"The passphrase is shorter than {MinPassphraseLength} characters.", "Choose a longer one.");
        }

        KeyFileText.Write(path, "signing", PublicKey, _rsa.ExportEncryptedPkcs8PrivateKeyPem(passphrase, s_encryption), isPrivate: true);
    }

    /// <summary>
    /// Signs a digest. The signature is verified by .NET and by the device's own code before it leaves.
    /// </summary>
    public byte[] Sign(ReadOnlySpan<byte> digest)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(digest.Length, SHA256.HashSizeInBytes);
        RSAParameters parameters = _rsa.ExportParameters(includePrivateParameters: true);
        try
        {
            byte[] salt = HMACSHA256.HashData(parameters.D!, (byte[])[.. s_saltLabel, .. digest]);
            byte[] signature = RsaPrivateOperation.Apply(parameters, PssEncoding.Encode(digest, salt));
            Check(digest, signature);
            return signature;
        }
        finally
        {
            Erase(parameters);
        }
    }

    public void Dispose() => _rsa.Dispose();

    public override string ToString() => $"signing key {PublicKey.KeyId}";

    private static void Import(RSA rsa, string text, string passphrase, string path)
    {
        try
        {
            rsa.ImportFromEncryptedPem(text, passphrase);
        }
        catch (CryptographicException exception)
        {
            throw new KeyException($"{path} could not be opened.", "The passphrase is wrong, or the file is damaged.", "Try the passphrase again, or restore the file from a backup.", inner: exception);
        }
        catch (ArgumentException exception)
        {
            throw new KeyException($"{path} could not be opened.", "It is not PEM with one encrypted private key.", "Restore the file from a backup.", inner: exception);
        }
    }

    private static void Erase(RSAParameters parameters)
    {
        foreach (byte[]? part in new[] { parameters.D, parameters.P, parameters.Q, parameters.DP, parameters.DQ, parameters.InverseQ })
        {
            CryptographicOperations.ZeroMemory(part);
        }
    }

    private void Check(ReadOnlySpan<byte> digest, byte[] signature)
    {
        bool desktopAgrees = _rsa.VerifyHash(digest, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        ResultCode device = new RsaPssVerifier(new Sha256()).Verify(_deviceKey, digest.ToArray(), 0, signature, 0);
        if (!desktopAgrees || device != ResultCode.Ok)
        {
            throw new KeyException("Signing failed.", $"The new signature does not verify (.NET: {desktopAgrees}, device code: {device}).", "Report this with the version of the tool.", ResultCode.BadSignature);
        }
    }
}
