using System.Text.Json;
using TinyEdge.Companion;
using TinyEdge.Companion.Audit;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.Cli;

/// <summary>Signing leaves a trace, and the trace can be shown and checked.</summary>
public sealed class AuditCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _log;

    public AuditCommandTests() => _log = _folder.PathOf("audit.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task C06_Bundle_ThenVerify_KnowsWhoSignedWhatAndFindsAnEdit()
    {
        string key = Write("key.pem", ReleaseKey.Pem);
        string passphrase = Write("pass.txt", TestKeys.Passphrase);
        CommandRun made = await CommandRun.RunAsync(
            "bundle", CommandRun.ModelFolder("fan-reference"), "-k", key, "-s", "7", "-o", _folder.PathOf("fan.teb"), "--passphrase-file", passphrase, "--audit-log", _log, "--json");
        JsonElement bundle = CommandAssert.Json(made, "bundle").GetProperty("bundle");

        JsonElement shown = CommandAssert.Json(await CommandRun.RunAsync("audit", "show", "--audit-log", _log, "--json"), "audit show");
        JsonElement line = Assert.Single(shown.GetProperty("lines").EnumerateArray());
        Assert.Equal(("sign", ReleaseKey.Key.PublicKey.KeyId, 7), (line.GetProperty("what").GetString(), line.GetProperty("keyId").GetString(), line.GetProperty("sequence").GetInt32()));
        Assert.Equal(bundle.GetProperty("fingerprint").GetString(), line.GetProperty("digest").GetString());
        Assert.DoesNotContain(TestKeys.Passphrase, File.ReadAllText(_log), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, (await CommandRun.RunAsync("audit", "verify", "--audit-log", _log)).Exit);

        File.WriteAllText(_log, File.ReadAllText(_log).Replace("\"sequence\":7", "\"sequence\":6", StringComparison.Ordinal));
        CommandRun verified = await CommandRun.RunAsync("audit", "verify", "--audit-log", _log);
        Assert.Equal(ExitCode.CheckFailed, verified.Exit);
        Assert.Contains("Edited: line 1 was edited", verified.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bundle_LogThatCannotBeWritten_LeavesNoBundle()
    {
        new AuditLog(_log).Append(AuditEntry.Device("d", 1, "c"));
        File.WriteAllText(_log, File.ReadAllText(_log).Replace("\"number\":1", "\"number\":2", StringComparison.Ordinal));
        string bundle = _folder.PathOf("fan.teb");
        CommandAssert.Fails(
            await CommandRun.RunAsync(
                "bundle", CommandRun.ModelFolder("fan-reference"), "-k", Write("key.pem", ReleaseKey.Pem), "-s", "7", "-o", bundle, "--passphrase-file", Write("pass.txt", TestKeys.Passphrase), "--audit-log", _log),
            ExitCode.BadInput);
        Assert.False(File.Exists(bundle));
    }

    [Fact]
    public async Task AuditVerify_NoLog_SaysWhatToDo()
    {
        CommandAssert.Fails(await CommandRun.RunAsync("audit", "verify", "--audit-log", _folder.PathOf("none.jsonl")), ExitCode.BadInput);
    }

    private string Write(string name, string text)
    {
        string path = _folder.PathOf(name);
        File.WriteAllText(path, text);
        return path;
    }
}
