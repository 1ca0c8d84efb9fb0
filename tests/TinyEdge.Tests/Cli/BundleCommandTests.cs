using System.Text.Json;
using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.Cli;

/// <summary>bundle, inspect and verify, from a folder to a file that can be judged.</summary>
public sealed class BundleCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _key;
    private readonly string _passphrase;
    private readonly string _public;
    private readonly string _output;

    public BundleCommandTests()
    {
        _key = Write("key.pem", ReleaseKey.Pem);
        _passphrase = Write("pass.txt", TestKeys.Passphrase);
        _public = Write("key.pub.pem", ReleaseKey.Key.PublicKey.ToPem());
        _output = _folder.PathOf("out.teb");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Bundle_ShippedModel_CanBeInspectedAndVerified()
    {
        JsonElement made = CommandAssert.Json(await BundleAsync("--json"), "bundle");
        Assert.Equal(_output, made.GetProperty("file").GetString());
        Assert.InRange(made.GetProperty("poolBytes").GetInt32(), 1000, 12288);
        Assert.Equal(new FileInfo(_output).Length, made.GetProperty("bundle").GetProperty("totalBytes").GetInt64());

        JsonElement seen = CommandAssert.Json(await CommandRun.RunAsync("inspect", _output, "--json"), "inspect");
        Assert.Equal(7, seen.GetProperty("sequence").GetInt32());
        Assert.Equal("fan-reference-2.0.0", seen.GetProperty("bundleId").GetString());

        JsonElement judged = CommandAssert.Json(await CommandRun.RunAsync("verify", _output, "-k", _public, "--json"), "verify");
        Assert.True(judged.GetProperty("sound").GetBoolean());
        Assert.Equal(0, judged.GetProperty("deviceResultCode").GetInt32());
    }

    [Fact]
    public async Task C01_Bundle_Twice_IsByteIdentical()
    {
        await BundleAsync();
        byte[] first = File.ReadAllBytes(_output);
        CommandRun again = await BundleAsync();

        Assert.Equal((ExitCode.Ok, ""), (again.Exit, again.Error));
        Assert.Equal(first.AsSpan(0, BundleSample.SignedLength(first)), File.ReadAllBytes(_output).AsSpan(0, BundleSample.SignedLength(first)));
        Assert.EndsWith(_output + "\n", again.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task C02_Bundle_OverItsBudget_IsBadInputAndLeavesNothing()
    {
        string model = CopyModel();
        string deployment = Path.Combine(model, "deployment.json");
        File.WriteAllText(deployment, File.ReadAllText(deployment).Replace("12288", "5000", StringComparison.Ordinal));
        string[] before = Directory.GetFiles(_folder.Path);

        CommandAssert.Fails(await CommandRun.RunAsync("bundle", model, "-k", _key, "-s", "7", "-o", _output, "--passphrase-file", _passphrase), ExitCode.BadInput, ResultCode.RamBudgetExceeded);

        Assert.Equal(before, Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Bundle_SlowerThanItsLatency_IsRefusedUnlessAllowedByName()
    {
        string model = CopyModel();
        ReplaceIn(model, "\"maxLatencyMs\": \\d+", "\"maxLatencyMs\": 2");
        string[] arguments = ["bundle", model, "-k", _key, "-s", "7", "-o", _output, "--passphrase-file", _passphrase];

        CommandRun refused = await CommandRun.RunAsync(arguments);
        CommandAssert.Fails(refused, ExitCode.BadInput, ResultCode.LatencyBudgetExceeded);
        Assert.Contains("--allow-over-budget latency", refused.Error, StringComparison.Ordinal);
        CommandAssert.Fails(await CommandRun.RunAsync([.. arguments, "--allow-over-budget", "ram"]), ExitCode.BadInput, ResultCode.LatencyBudgetExceeded);
        Assert.False(File.Exists(_output));

        JsonElement made = CommandAssert.Json(await CommandRun.RunAsync([.. arguments, "--allow-over-budget", "latency", "--json"]), "bundle");
        Assert.InRange(made.GetProperty("estimatedWorstHopMs").GetDouble(), 2, 1000);
        Assert.True(File.Exists(_output));
    }

    [Theory]
    [InlineData("\"esp32\", ", true)]
    [InlineData("", false)]
    public async Task Bundle_SlowerThanItsLatencyAt160Megahertz_IsSignedAndWarnsForThePlainImage(string plainImage, bool warns)
    {
        string model = CopyModel();
        JsonElement shipped = CommandAssert.Json(await CommandRun.RunAsync("bundle", model, "-k", _key, "-s", "7", "-o", _output, "--passphrase-file", _passphrase, "--json"), "bundle");
        double at240 = shipped.GetProperty("estimatedWorstHopMs").GetDouble();
        Assert.Equal(at240 * 1.5, shipped.GetProperty("estimatedWorstHopMs160").GetDouble(), 6);
        Assert.False(shipped.TryGetProperty("warning", out _));
        ReplaceIn(model, "\"maxLatencyMs\": \\d+", $"\"maxLatencyMs\": {(int)Math.Ceiling(at240)}");
        ReplaceIn(model, "\"esp32\", ", plainImage);

        CommandRun run = await CommandRun.RunAsync("bundle", model, "-k", _key, "-s", "8", "-o", _output, "--passphrase-file", _passphrase);

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.Equal(warns, run.Error.StartsWith("warning: ", StringComparison.Ordinal) && run.Error.Contains("160 MHz", StringComparison.Ordinal));
        Assert.Equal(warns, run.Error.Length > 0);
    }

    [Theory]
    [InlineData("deployment.json")]
    [InlineData("model.tem")]
    [InlineData("thresholds.json")]
    public async Task C02_Bundle_InputDamaged_IsBadInputAndKeepsTheOldFile(string damaged)
    {
        string model = CopyModel();
        File.WriteAllText(Path.Combine(model, damaged), "{ damaged");
        File.WriteAllText(_output, "from before");

        CommandRun run = await CommandRun.RunAsync("bundle", model, "-k", _key, "-s", "7", "-o", _output, "--passphrase-file", _passphrase, "--json");

        Assert.Equal(ExitCode.BadInput, run.Exit);
        Assert.Contains(damaged == "model.tem" ? "model" : damaged, run.Out, StringComparison.Ordinal);
        Assert.Equal("from before", File.ReadAllText(_output));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.tmp"));
    }

    [Fact]
    public async Task Bundle_SequenceZero_IsRefused() =>
        CommandAssert.Fails(await CommandRun.RunAsync("bundle", CommandRun.ModelFolder("fan-reference"), "-k", _key, "-s", "0", "-o", _output, "--passphrase-file", _passphrase), ExitCode.BadInput);

    [Fact]
    public async Task Bundle_OutputFolderMissing_IsBadInput()
    {
        string output = _folder.PathOf(Path.Combine("nowhere", "x.teb"));

        CommandAssert.Fails(await CommandRun.RunAsync("bundle", CommandRun.ModelFolder("fan-reference"), "-k", _key, "-s", "7", "-o", output, "--passphrase-file", _passphrase), ExitCode.BadInput);
    }

    [Theory]
    [InlineData("--app", "App.dll")]
    [InlineData("--app-type", "Acme.App")]
    public async Task Bundle_AppOrTypeAlone_IsAUsageError(string option, string value) =>
        CommandAssert.Fails(await BundleAsync(option, value), ExitCode.Usage);

    [Fact]
    public async Task Verify_StrangersKey_IsASignatureErrorOnBothStreams()
    {
        await BundleAsync();
        string stranger = Write("stranger.pub.pem", TestKeys.Stranger.PublicKey.ToPem());

        CommandRun run = await CommandRun.RunAsync("verify", _output, "-k", stranger);

        Assert.Equal(ExitCode.Signature, run.Exit);
        Assert.Contains("FAILED", run.Out, StringComparison.Ordinal);
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OneBitOfThePayload_IsAFailedCheck()
    {
        await BundleAsync();
        byte[] bundle = File.ReadAllBytes(_output);
        bundle[^100] ^= 1;
        File.WriteAllBytes(_output, bundle);

        CommandRun run = await CommandRun.RunAsync("verify", _output, "-k", _public, "--json");

        Assert.Equal(ExitCode.CheckFailed, run.Exit);
        Assert.False(run.Result.GetProperty("sound").GetBoolean());
        Assert.Equal((int)ResultCode.BlockDigestMismatch, run.Result.GetProperty("deviceResultCode").GetInt32());
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("verify")]
    public async Task InspectAndVerify_NotABundle_FailWithoutATrace(string command)
    {
        foreach ((string name, byte[] content) in new (string, byte[])[] { ("noise.teb", [.. Enumerable.Repeat((byte)0x5A, 3000)]), ("empty.teb", []), ("short.teb", [1, 2, 3]) })
        {
            string path = _folder.PathOf(name);
            File.WriteAllBytes(path, content);
            string[] args = command == "inspect" ? [command, path] : [command, path, "-k", _public];

            CommandRun run = await CommandRun.RunAsync(args);

            Assert.True(run.Exit is ExitCode.BadInput or ExitCode.CheckFailed, $"{name}: {run.Exit}\n{run.Error}");
            Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        }

        CommandAssert.Fails(await CommandRun.RunAsync("inspect", _folder.PathOf("missing.teb")), ExitCode.BadInput);
    }

    private Task<CommandRun> BundleAsync(params string[] more) => CommandRun.RunAsync(
        ["bundle", CommandRun.ModelFolder("fan-reference"), "-k", _key, "-s", "7", "-o", _output, "--passphrase-file", _passphrase, .. more]);

    private static void ReplaceIn(string model, string pattern, string text)
    {
        string deployment = Path.Combine(model, "deployment.json");
        File.WriteAllText(deployment, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(deployment), pattern, text));
    }

    private string CopyModel()
    {
        string folder = _folder.PathOf("model");
        Directory.CreateDirectory(folder);
        foreach (string path in Directory.GetFiles(CommandRun.ModelFolder("fan-reference")))
        {
            File.Copy(path, Path.Combine(folder, Path.GetFileName(path)));
        }

        return folder;
    }

    private string Write(string name, string content)
    {
        string path = _folder.PathOf(name);
        File.WriteAllText(path, content);
        return path;
    }
}
