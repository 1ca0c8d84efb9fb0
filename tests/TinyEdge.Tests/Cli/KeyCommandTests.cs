using System.Text.Json;
using TinyEdge.Companion;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.Cli;

/// <summary>Keys from the command line: made once, never overwritten, never printed.</summary>
public sealed class KeyCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _passphrase;
    private readonly string _wrong;
    private readonly string _key;

    public KeyCommandTests()
    {
        _passphrase = Write("pass.txt", TestKeys.Passphrase + "\nnot this line\n");
        _wrong = Write("wrong.txt", "something else\n");
        _key = Write("trusted.pem", ReleaseKey.Pem);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task KeyNew_FreshFile_WritesAnEncryptedKeyThatShows()
    {
        string path = _folder.PathOf("new.pem");
        JsonElement made = CommandAssert.Json(await CommandRun.RunAsync("key", "new", path, "--development", "--passphrase-file", _passphrase, "--json"), "key new");

        Assert.Contains("ENCRYPTED PRIVATE KEY", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.True(made.GetProperty("development").GetBoolean());
        JsonElement shown = CommandAssert.Json(await CommandRun.RunAsync("key", "show", path, "--passphrase-file", _passphrase, "--json"), "key show");
        Assert.Equal(made.GetProperty("keyId").GetString(), shown.GetProperty("keyId").GetString());
    }

    [Fact]
    public async Task KeyNew_FileExists_KeepsItAndFails()
    {
        CommandRun run = await CommandRun.RunAsync("key", "new", _key, "--passphrase-file", _passphrase);

        CommandAssert.Fails(run, run.Exit);
        Assert.NotEqual(ExitCode.Ok, run.Exit);
        Assert.Equal(ReleaseKey.Pem, File.ReadAllText(_key));
        Assert.Equal(3, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public async Task KeyShow_PrivateAndPublic_TellsTheSameId()
    {
        string id = ReleaseKey.Key.PublicKey.KeyId;
        string pub = _folder.PathOf("pub.pem");
        CommandRun export = await CommandRun.RunAsync("key", "pub", _key, "-o", pub, "--passphrase-file", _passphrase);
        Assert.Equal((ExitCode.Ok, ""), (export.Exit, export.Error));
        Assert.StartsWith(id, export.Out, StringComparison.Ordinal);

        CommandRun show = await CommandRun.RunAsync("key", "show", pub);

        Assert.Equal(ExitCode.Ok, show.Exit);
        Assert.Contains("public", show.Out, StringComparison.Ordinal);
        Assert.StartsWith(id, show.Out, StringComparison.Ordinal);
        Assert.StartsWith(id, (await CommandRun.RunAsync("key", "show", _key, "--passphrase-file", _passphrase)).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pem", "BEGIN PUBLIC KEY")]
    [InlineData("csharp", "class PinnedKeys : IKeySource")]
    public async Task KeyPub_WithoutOutput_PrintsThePublicHalfAlone(string format, string expected)
    {
        CommandRun run = await CommandRun.RunAsync("key", "pub", _key, "--format", format, "--passphrase-file", _passphrase);

        Assert.Equal((ExitCode.Ok, ""), (run.Exit, run.Error));
        Assert.Contains(expected, run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyShow_WrongPassphrase_IsBadInput() =>
        CommandAssert.Fails(await CommandRun.RunAsync("key", "show", _key, "--passphrase-file", _wrong), ExitCode.BadInput);

    [Theory]
    [InlineData("missing.pem", null)]
    [InlineData("empty.pem", "")]
    [InlineData("text.pem", "hello\n")]
    [InlineData("broken.pem", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")]
    public async Task KeyShow_NotAKeyFile_IsBadInput(string name, string? content)
    {
        string path = content is null ? _folder.PathOf(name) : Write(name, content);

        CommandAssert.Fails(await CommandRun.RunAsync("key", "show", path), ExitCode.BadInput);
    }

    [Fact]
    public async Task KeyShow_PassphraseFileMissing_IsBadInput() =>
        CommandAssert.Fails(await CommandRun.RunAsync("key", "show", _key, "--passphrase-file", _folder.PathOf("none.txt")), ExitCode.BadInput);

    private string Write(string name, string content)
    {
        string path = _folder.PathOf(name);
        File.WriteAllText(path, content);
        return path;
    }
}
