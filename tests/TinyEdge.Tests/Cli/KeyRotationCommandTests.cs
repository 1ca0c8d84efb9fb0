using System.Security.Cryptography;
using System.Text.Json;
using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Keys;
using TinyEdge.Tests.Bundles;
using TinyEdge.Tests.Update;

namespace TinyEdge.Tests.Cli;

/// <summary>Replacing a key and signing elsewhere, as an engineer types it.</summary>
public sealed class KeyRotationCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _passphrase;
    private readonly string _old;
    private readonly string _new;
    private readonly string _oldPublic;
    private readonly string _newPublic;
    private readonly string _ring;
    private readonly string _bundle;

    public KeyRotationCommandTests()
    {
        _passphrase = Write("pass.txt", TestKeys.Passphrase);
        _old = Write("old.pem", ReleaseKey.Pem);
        _new = Write("new.pem", ReleaseKey.NextPem);
        _oldPublic = Write("old.pub.pem", ReleaseKey.Key.PublicKey.ToPem());
        _newPublic = Write("new.pub.pem", ReleaseKey.Next.PublicKey.ToPem());
        _ring = _folder.PathOf("keyring.tek");
        _bundle = _folder.PathOf("rotation.teb");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task KeyRotate_ThenBundle_CarriesAKeyringThatInspectShowsAndVerifyChecks()
    {
        JsonElement made = CommandAssert.Json(await RotateAsync("--json"), "key rotate").GetProperty("keyring");
        Assert.Equal(4, made.GetProperty("epoch").GetInt32());
        Assert.Equal(ReleaseKey.Key.PublicKey.KeyId, Assert.Single(made.GetProperty("revoked").EnumerateArray()).GetString());

        CommandRun run = await BundleAsync("--keyring", _ring);
        Assert.Equal((ExitCode.Ok, ""), (run.Exit, run.Error));

        string shown = (await CommandRun.RunAsync("inspect", _bundle)).Out;
        Assert.Contains("keyring epoch 3", shown, StringComparison.Ordinal);
        Assert.Contains(ReleaseKey.Next.PublicKey.KeyId, shown, StringComparison.Ordinal);
        CommandRun verified = await CommandRun.RunAsync("verify", _bundle, "-k", _oldPublic);
        Assert.Equal(ExitCode.Ok, verified.Exit);
        Assert.Contains("ok      keyring: epoch 4", verified.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S18_Bundle_KeyringOfAnotherEpochOrSigner_LeavesNoFile()
    {
        await RotateAsync();
        CommandAssert.Fails(await BundleAsync("--keyring", _ring, "--keyring-epoch", "2"), ExitCode.Internal, ResultCode.KeyringEpochNotNext);
        CommandAssert.Fails(await CommandRun.RunAsync("bundle", CommandRun.ModelFolder("fan-reference"), "-k", _new, "-s", "7", "-o", _bundle, "--keyring", _ring, "--passphrase-file", _passphrase), ExitCode.Internal, ResultCode.KeyringNotSignedByOldKey);
        Assert.Equal((false, 0), (File.Exists(_bundle), Directory.GetFiles(_folder.Path, "*.tmp").Length));
    }

    /// <summary>The key is elsewhere: digest out, signature in, salt of the other side's choice; only the signature differs from one run to the next.</summary>
    [Fact]
    public async Task Sign_BundleRequest_IsTheBundleButForItsSignature()
    {
        string request = _folder.PathOf("fan.json");
        string signature = _folder.PathOf("fan.sig");
        CommandRun asked = await CommandRun.RunAsync("bundle", CommandRun.ModelFolder("fan-reference"), "-k", _oldPublic, "-s", "7", "--signing-request", request);
        Assert.Equal(ExitCode.Ok, asked.Exit);
        Assert.Contains("openssl pkeyutl", asked.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", File.ReadAllText(request), StringComparison.Ordinal);
        File.WriteAllBytes(signature, SignElsewhere(ReleaseKey.Pem, File.ReadAllBytes(request + ".digest")));

        CommandRun signed = await CommandRun.RunAsync("sign", request, "--signature", signature, "-o", _bundle);

        Assert.Equal((ExitCode.Ok, ""), (signed.Exit, signed.Error));
        await CommandRun.RunAsync("bundle", CommandRun.ModelFolder("fan-reference"), "-k", _old, "-s", "7", "-o", _folder.PathOf("here.teb"), "--passphrase-file", _passphrase);
        (byte[] elsewhere, byte[] here) = (File.ReadAllBytes(_bundle), File.ReadAllBytes(_folder.PathOf("here.teb")));
        int at = BundleSample.SignedLength(here) + BundleFormat.SignatureHeaderSize;
        Assert.NotEqual(here, elsewhere);
        here.AsSpan(at, RsaPssVerifier.SignatureSize).CopyTo(elsewhere.AsSpan(at));
        Assert.Equal(here, elsewhere);
        CommandRun local = await CommandRun.RunAsync("sign", request, "--key", _old, "-o", _bundle, "--passphrase-file", _passphrase);
        Assert.Equal((ExitCode.Ok, ""), (local.Exit, local.Error));
        Assert.Equal(here, File.ReadAllBytes(_bundle));
    }

    [Fact]
    public async Task Sign_KeyringRequest_TakesBothSignaturesInAnyOrder()
    {
        string request = _folder.PathOf("ring.json");
        CommandRun asked = await CommandRun.RunAsync("key", "rotate", "--old", _oldPublic, "--new", _newPublic, "--epoch", "4", "--signing-request", request);
        Assert.Equal(ExitCode.Ok, asked.Exit);
        byte[] digest = File.ReadAllBytes(request + ".digest");
        string first = WriteBytes("old.sig", SignElsewhere(ReleaseKey.Pem, digest));
        string second = WriteBytes("new.sig", SignElsewhere(ReleaseKey.NextPem, digest));

        CommandAssert.Fails(await CommandRun.RunAsync("sign", request, "--signature", first, "-o", _ring), ExitCode.Signature, ResultCode.BadSignature);
        CommandAssert.Fails(await CommandRun.RunAsync("sign", request, "--signature", first, WriteBytes("bad.sig", new byte[384]), "-o", _ring), ExitCode.Signature, ResultCode.BadSignature);
        Assert.False(File.Exists(_ring));
        Assert.Equal(ExitCode.Ok, (await CommandRun.RunAsync("sign", request, "--signature", second, first, "-o", _ring)).Exit);

        Assert.Null(KeyringReader.FirstProblem(File.ReadAllBytes(_ring), [ReleaseKey.Key.PublicKey], out ResultCode code));
        Assert.Equal(ResultCode.Ok, code);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("")]
    public async Task Sign_NotARequest_IsBadInput(string text) =>
        CommandAssert.Fails(await CommandRun.RunAsync("sign", Write("request.json", text), "--signature", _passphrase, "-o", _bundle), ExitCode.BadInput);

    [Fact]
    public async Task Sign_RequestEdited_IsBadInput()
    {
        string request = _folder.PathOf("ring.json");
        await CommandRun.RunAsync("key", "rotate", "--old", _oldPublic, "--new", _newPublic, "--epoch", "4", "--signing-request", request);
        string text = File.ReadAllText(request);
        File.WriteAllText(request, text.Replace("\"digest\": \"", "\"digest\": \"00", StringComparison.Ordinal));

        CommandAssert.Fails(await CommandRun.RunAsync("sign", request, "--key", _old, "--passphrase-file", _passphrase, "-o", _ring), ExitCode.BadInput);
    }

    /// <summary>S18: whatever is wrong with the key, no bundle and no half of one is left, and a bundle from before stays.</summary>
    [Theory]
    [InlineData("missing")]
    [InlineData("empty")]
    [InlineData("damaged")]
    [InlineData("wrong passphrase")]
    [InlineData("public")]
    public async Task S18_Bundle_KeyUnusable_LeavesNoPartialBundle(string wrong)
    {
        string key = wrong switch
        {
            "missing" => _folder.PathOf("none.pem"),
            "empty" => Write("empty.pem", ""),
            "damaged" => Write("damaged.pem", ReleaseKey.Pem.Replace('A', 'B')),
            "public" => _oldPublic,
            _ => _old,
        };
        string passphrase = wrong == "wrong passphrase" ? Write("wrong.txt", "not this one") : _passphrase;
        File.WriteAllText(_bundle, "from before");
        int files = Directory.GetFiles(_folder.Path).Length;

        CommandAssert.Fails(await CommandRun.RunAsync("bundle", CommandRun.ModelFolder("fan-reference"), "-k", key, "-s", "7", "-o", _bundle, "--passphrase-file", passphrase), ExitCode.BadInput);

        Assert.Equal(("from before", files), (File.ReadAllText(_bundle), Directory.GetFiles(_folder.Path).Length));
    }

    /// <summary>S04: a key that everybody has is neither pinned, nor signs for production, nor passes verify there.</summary>
    [Fact]
    public async Task S04_WellKnownKey_IsRefusedByEveryCommandWithExitFour()
    {
        string known = Write("known.pem", TestKeys.TrustedPem);
        string knownPublic = Write("known.pub.pem", TestKeys.Trusted.PublicKey.ToPem());

        CommandAssert.Fails(await CommandRun.RunAsync("key", "pub", knownPublic, "--format", "csharp"), ExitCode.Signature, ResultCode.WellKnownKeyRefused);
        CommandAssert.Fails(await CommandRun.RunAsync("bundle", CommandRun.ModelFolder("fan-reference"), "-k", known, "-s", "7", "-o", _bundle, "--passphrase-file", _passphrase), ExitCode.Signature, ResultCode.WellKnownKeyRefused);
        CommandAssert.Fails(await CommandRun.RunAsync("key", "rotate", "--old", _old, "--new", known, "--epoch", "1", "-o", _ring, "--passphrase-file", _passphrase), ExitCode.Signature, ResultCode.WellKnownKeyRefused);
        Assert.Contains("warning: ", (await CommandRun.RunAsync("key", "pub", knownPublic)).Error, StringComparison.Ordinal);
        WriteBytes("rotation.teb", EndToEnd.DeviceRig.Bundle(5, environment: ["virtual", "production"]));
        CommandRun verify = await CommandRun.RunAsync("verify", _bundle, "-k", knownPublic);
        Assert.Equal(ExitCode.Signature, verify.Exit);
        Assert.False(File.Exists(_ring));
    }

    private static byte[] SignElsewhere(string pem, byte[] digest)
    {
        using RSA rsa = RSA.Create();
        rsa.ImportFromEncryptedPem(pem, TestKeys.Passphrase);
        return rsa.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
    }

    private Task<CommandRun> RotateAsync(params string[] more) =>
        CommandRun.RunAsync(["key", "rotate", "--old", _old, "--new", _new, "--epoch", "4", "-o", _ring, "--passphrase-file", _passphrase, .. more]);

    private Task<CommandRun> BundleAsync(params string[] more) =>
        CommandRun.RunAsync(["bundle", CommandRun.ModelFolder("fan-reference"), "-k", _old, "-s", "7", "-o", _bundle, "--passphrase-file", _passphrase, .. more]);

    private string Write(string name, string content)
    {
        string path = _folder.PathOf(name);
        File.WriteAllText(path, content);
        return path;
    }

    private string WriteBytes(string name, byte[] content)
    {
        string path = _folder.PathOf(name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
