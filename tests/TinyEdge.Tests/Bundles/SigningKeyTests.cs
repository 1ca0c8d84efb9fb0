using System.Globalization;
using System.Security.Cryptography;
using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.Keys;
using TinyEdge.Tests.Update;

namespace TinyEdge.Tests.Bundles;

public sealed class SigningKeyTests
{
    private static readonly PbeParameters s_quick = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

    [Fact]
    public void Save_AndLoad_GivesTheSameKeyEncryptedAndPrivate()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("key.pem");
        TestKeys.Development.Save(path, "correct horse");

        using SigningKey loaded = SigningKey.Load(path, "correct horse");

        byte[] digest = SHA256.HashData("x"u8);
        Assert.Equal(TestKeys.Development.Sign(digest), loaded.Sign(digest));
        Assert.True(loaded.PublicKey.IsDevelopment);
        Assert.Contains("ENCRYPTED PRIVATE KEY", File.ReadAllText(path), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public void Save_FileExistsOrShortPassphrase_WritesNothing()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.PathOf("key.pem"), "old");

        Assert.Throws<KeyException>(() => TestKeys.Trusted.Save(folder.PathOf("key.pem"), "long enough"));
        Assert.Throws<KeyException>(() => TestKeys.Trusted.Save(folder.PathOf("other.pem"), "short"));

        Assert.Equal("old", File.ReadAllText(folder.PathOf("key.pem")));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Load_FileThatIsNoUsableKey_SaysWhyWithoutThePassphrase()
    {
        using TemporaryFolder folder = new();
        using RSA small = RSA.Create(2048);
        Dictionary<string, (string Content, string Says)> files = new()
        {
            ["empty"] = (string.Empty, "empty"),
            ["text"] = ("hello", "no encrypted private key"),
            ["plain"] = (small.ExportPkcs8PrivateKeyPem(), "not encrypted"),
            ["small"] = (small.ExportEncryptedPkcs8PrivateKeyPem("swordfish", s_quick), "3072"),
            ["other passphrase"] = (small.ExportEncryptedPkcs8PrivateKeyPem("marlin", s_quick), "passphrase is wrong"),
            ["damaged"] = (small.ExportEncryptedPkcs8PrivateKeyPem("swordfish", s_quick).Replace("-----END", "!!-----END", StringComparison.Ordinal), "not PEM"),
        };
        foreach ((string name, (string content, string says)) in files)
        {
            File.WriteAllText(folder.PathOf(name), content);
            KeyException error = Assert.Throws<KeyException>(() => SigningKey.Load(folder.PathOf(name), "swordfish"));
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("swordfish", error.ToString(), StringComparison.Ordinal);
            Assert.Equal(ExitCode.BadInput, error.ExitCode);
        }

        Assert.Contains("not found", Assert.Throws<KeyException>(() => SigningKey.Load(folder.PathOf("missing"), "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_OtherExponent_IsRefused()
    {
        RSAParameters parameters = TestKeys.Trusted.PublicKey.ToRsa().ExportParameters(false);
        parameters.Exponent = [3];

        Assert.Equal(ResultCode.UnsupportedAlgorithm, Assert.Throws<KeyException>(() => PublicKeyFile.From(parameters, false)).Result);
    }

    [Fact]
    public void PublicKeyFile_SaveAndLoad_KeepsKeyAndUse()
    {
        using TemporaryFolder folder = new();
        foreach (PublicKeyFile key in new[] { TestKeys.Trusted.PublicKey, TestKeys.Development.PublicKey })
        {
            string path = folder.PathOf(key.KeyId);
            key.Save(path);

            PublicKeyFile loaded = PublicKeyFile.Load(path);

            Assert.Equal(key.ToRecord(), loaded.ToRecord());
            Assert.Equal(key.IsDevelopment, loaded.ToDeviceKey().IsDevelopment);
        }
    }

    [Fact]
    public void PublicKeyFile_LoadsAPrivateKeyOrText_IsRefused()
    {
        Assert.Contains("private key", Assert.Throws<KeyException>(() => PublicKeyFile.Parse(TestKeys.TrustedPem, "x")).Message, StringComparison.Ordinal);
        Assert.Throws<KeyException>(() => PublicKeyFile.Parse("hello", "x"));
    }

    [Fact]
    public void KeyId_IsTheBeginningOfSha256OverTheModulus()
    {
        byte[] modulus = TestKeys.Trusted.PublicKey.ToRsa().ExportParameters(false).Modulus!;
        byte[] id = new byte[8];
        TestKeys.Trusted.PublicKey.ToDeviceKey().CopyId(id, 0);

        Assert.Equal(SHA256.HashData(modulus)[..8], id);
        Assert.Equal(Convert.ToHexStringLower(id), TestKeys.Trusted.PublicKey.KeyId);
    }

    [Fact]
    public void PinnedKeysSource_TwoKeys_HoldsTheirRecordsWordByWord()
    {
        PublicKeyFile[] keys = [ReleaseKey.Key.PublicKey, ReleaseKey.Next.PublicKey];

        string source = PinnedKeysSource.Write(keys);

        string[] methods = source.Split("private static void WriteKey")[1..];
        Assert.Equal(keys.Select(key => key.ToRecord()), methods.Select(Record));
        Assert.Contains("get { return 2; }", source, StringComparison.Ordinal);

        static byte[] Record(string method)
        {
            byte[] record = new byte[PublicKey.RecordSize];
            foreach (System.Text.RegularExpressions.Match word in System.Text.RegularExpressions.Regex.Matches(method, @"offset \+ (\d+), (-?\d+)\);"))
            {
                LittleEndian.WriteInt32(record, int.Parse(word.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(word.Groups[2].Value, CultureInfo.InvariantCulture));
            }

            return record;
        }
    }

    [Fact]
    public void PinnedKeysSource_NoKeyTwiceOneOrFive_IsRefused()
    {
        PublicKeyFile key = LabBundle.Key.PublicKey;
        foreach (PublicKeyFile[] keys in new PublicKeyFile[][] { [], [key, key], [key, key, key, key, key] })
        {
            Assert.Throws<KeyException>(() => PinnedKeysSource.Write(keys));
        }
    }

    [Fact]
    public void Apply_InconsistentKey_GivesNoSignature()
    {
        using RSA rsa = RSA.Create();
        rsa.ImportFromEncryptedPem(TestKeys.TrustedPem, TestKeys.Passphrase);
        RSAParameters parameters = rsa.ExportParameters(true);
        parameters.DP![100] ^= 1;

        // A fault in one half of the Chinese remainder would give the key away, if the wrong signature left.
        Assert.Throws<KeyException>(() => RsaPrivateOperation.Apply(parameters, PssEncoding.Encode(new byte[32], new byte[32])));
    }
}
