using TinyEdge.Companion;
using TinyEdge.Tests.Bundles;
using TinyEdge.Tests.Cli;

namespace TinyEdge.Tests.Faults.Desk;

/// <summary>The same inputs give the same bundle wherever and whenever it is made.</summary>
public sealed class RebuildTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Another process, time zone, path, working name, order and age of files; the expiry is written without an offset.</summary>
    [Fact]
    public async Task C01_BundleElsewhere_IsByteIdentical()
    {
        string key = Write("key.pem", ReleaseKey.Pem);
        string passphrase = Write("pass.txt", TestKeys.Passphrase);
        string[] Arguments(string folder, string output) =>
            ["bundle", folder, "-k", key, "-s", "7", "-o", _folder.PathOf(output), "--passphrase-file", passphrase, "--not-after", "2030-01-01"];
        string original = CommandRun.ModelFolder("fan-reference");
        string copy = Directory.CreateDirectory(_folder.PathOf("a copy of it")).FullName;
        foreach (string file in Directory.GetFiles(original).OrderDescending(StringComparer.Ordinal))
        {
            string target = Path.Combine(copy, Path.GetFileName(file));
            File.Copy(file, target);
            File.SetLastWriteTimeUtc(target, new DateTime(2001, 2, 3, 0, 0, 0, DateTimeKind.Utc));
        }

        CommandRun here = await CommandRun.RunAsync(Arguments(original, "here.teb"));
        (int exit, _, string error) = await CliProcess.RunAsync(Arguments(copy, "there.teb"), ("TZ", "Asia/Tokyo"));

        Assert.Equal((ExitCode.Ok, 0), (here.Exit, exit));
        Assert.Equal("", error);
        Assert.Equal(File.ReadAllBytes(_folder.PathOf("here.teb")), File.ReadAllBytes(_folder.PathOf("there.teb")));
        CommandRun seen = await CommandRun.RunAsync("inspect", _folder.PathOf("here.teb"), "--json");
        Assert.Equal(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), seen.Result.GetProperty("notAfter").GetDateTimeOffset());
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.PathOf(name), text);
        return _folder.PathOf(name);
    }
}
