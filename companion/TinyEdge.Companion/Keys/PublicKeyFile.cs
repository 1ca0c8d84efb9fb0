using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using TinyEdge.Bundles;

namespace TinyEdge.Companion.Keys;

/// <summary>
/// The public half of a signing key: as PEM (SubjectPublicKeyInfo) for people and tools, as the pinned-key record of SPEC.md for
/// devices (<see cref="PinnedKeysSource"/> writes those as C# for the firmware that pins them).
/// </summary>
public sealed class PublicKeyFile
{
    /// <summary>Bits of the modulus; the device's arithmetic has no other size.</summary>
    public const int KeyBits = 3072;

    private const int ModulusBytes = KeyBits / 8;
    private const int MontgomeryBits = 3080;
    private static readonly byte[] s_exponent = [1, 0, 1];

    private readonly byte[] _modulus;

    private PublicKeyFile(byte[] modulus, bool isDevelopment)
    {
        _modulus = modulus;
        IsDevelopment = isDevelopment;
    }

    /// <summary>First 8 bytes of SHA-256 over the modulus, as 16 hexadecimal digits.</summary>
    public string KeyId => Convert.ToHexStringLower(KeyIdBytes());

    /// <summary>Marked as a development key: release devices refuse it.</summary>
    public bool IsDevelopment { get; }

    /// <summary>Takes the public parameters of an RSA key.</summary>
    /// <exception cref="KeyException">Not 3072 bits, or another exponent than 65537.</exception>
    public static PublicKeyFile From(RSAParameters parameters, bool isDevelopment)
    {
        byte[] modulus = parameters.Modulus ?? [];
        if (modulus.Length != ModulusBytes || modulus[0] < 0x80)
        {
            throw new KeyException("The key cannot be used.", $"It is not an RSA key of {KeyBits} bits, the only size that devices verify.", "Make one with 'tinyedge key new'.", ResultCode.UnsupportedAlgorithm);
        }

        return parameters.Exponent.AsSpan().TrimStart((byte)0).SequenceEqual(s_exponent)
            ? new PublicKeyFile([.. modulus], isDevelopment)
            : throw new KeyException("The key cannot be used.", "Its public exponent is not 65537, the only one that devices verify.", "Make one with 'tinyedge key new'.", ResultCode.UnsupportedAlgorithm);
    }

    /// <summary>Reads a PEM file with a public key.</summary>
    /// <exception cref="KeyException">Missing, empty, not a public key, or of an unsupported size.</exception>
    public static PublicKeyFile Load(string path) => Parse(KeyFileText.Read(path), path);

    /// <summary>Reads PEM text; <paramref name="name"/> is for messages.</summary>
    /// <exception cref="KeyException">Not a public key, or of an unsupported size.</exception>
    public static PublicKeyFile Parse(string pem, string name)
    {
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            throw new KeyException($"{name} is not a public key.", "It holds a private key, which does not belong where a public one is asked for.", "Export the public half with 'tinyedge key pub'.");
        }

        using RSA rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            throw new KeyException($"{name} is not a public key.", "It is not PEM with one RSA public key.", "Export the public half with 'tinyedge key pub'.", inner: exception);
        }

        return From(rsa.ExportParameters(includePrivateParameters: false), KeyFileText.IsDevelopment(pem));
    }

    /// <summary>Writes the PEM file; one that exists already is not touched.</summary>
    /// <exception cref="KeyException">It could not be written.</exception>
    public void Save(string path) => KeyFileText.Write(path, "public", this, ToPem(), isPrivate: false);

    /// <summary>PEM, SubjectPublicKeyInfo.</summary>
    public string ToPem()
    {
        using RSA rsa = ToRsa();
        return rsa.ExportSubjectPublicKeyInfoPem();
    }

    /// <summary>The same key for .NET's own verification.</summary>
    public RSA ToRsa() => RSA.Create(new RSAParameters { Modulus = _modulus, Exponent = s_exponent });

    /// <summary>The 8 bytes of the key id.</summary>
    public byte[] KeyIdBytes() => SHA256.HashData(_modulus)[..TinyEdge.Bundles.PublicKey.KeyIdSize];

    /// <summary>The pinned-key record: what a device needs, R^2 mod n for R = 2^3080 included.</summary>
    public byte[] ToRecord()
    {
        BigInteger modulus = new(_modulus, isUnsigned: true, isBigEndian: true);
        byte[] rSquared = BigInteger.ModPow(2, 2 * MontgomeryBits, modulus).ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] record = new byte[TinyEdge.Bundles.PublicKey.RecordSize];
        BinaryPrimitives.WriteInt32LittleEndian(record, TinyEdge.Bundles.PublicKey.Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(4), TinyEdge.Bundles.PublicKey.AlgorithmRsaPss3072);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(6), (ushort)(IsDevelopment ? TinyEdge.Bundles.PublicKey.FlagDevelopment : 0));
        KeyIdBytes().CopyTo(record, 8);
        _modulus.CopyTo(record, 16);
        rSquared.CopyTo(record, 16 + (2 * ModulusBytes) - rSquared.Length);
        int crcOffset = record.Length - sizeof(uint);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(crcOffset), Crc32.Compute(record, 0, crcOffset));
        return record;
    }

    /// <summary>The key as device code takes it.</summary>
    public TinyEdge.Bundles.PublicKey ToDeviceKey()
    {
        byte[] record = ToRecord();
        ResultCode code = TinyEdge.Bundles.PublicKey.TryParse(record, 0, record.Length, out TinyEdge.Bundles.PublicKey key);
        return code == ResultCode.Ok
            ? key
            : throw new KeyException($"The key {KeyId} cannot be used.", $"The device's code refuses it ({code}).", "Make another with 'tinyedge key new'.", code);
    }

    public override string ToString() => $"public key {KeyId}";
}
