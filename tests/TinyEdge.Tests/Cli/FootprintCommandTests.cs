using System.Text.Json;
using TinyEdge.Companion;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.Cli;

public sealed class FootprintCommandTests
{
    private static string SampleApp => Path.Combine(AppContext.BaseDirectory, "TinyEdge.SeverityApp.dll");

    [Fact]
    public async Task Footprint_ReferenceConfiguration_LeavesFortyKilobytesFree()
    {
        CommandRun run = await CommandRun.RunAsync("footprint", "--model", CommandRun.ModelFolder("fan-reference"), "--app", SampleApp, "--json");

        Assert.Equal(ExitCode.Ok, run.Exit);
        JsonElement heap = run.Result.GetProperty("heap");
        Assert.Equal(100_000, heap.GetProperty("heapBytes").GetInt32());
        Assert.InRange(heap.GetProperty("estimatedFreeBytes").GetInt32(), 40 * 1024, 60_000);
        int used = heap.GetProperty("shares").EnumerateArray().Sum(share => share.GetProperty("bytes").GetInt32());
        Assert.Equal(used, heap.GetProperty("estimatedUsedBytes").GetInt32());
        Assert.Equal(100_000 - used, heap.GetProperty("estimatedFreeBytes").GetInt32());
        JsonElement resident = run.Result.GetProperty("resident");
        Assert.Equal(
            resident.GetProperty("assemblies").EnumerateArray().Sum(assembly => assembly.GetProperty("estimatedFileBytes").GetInt32()),
            resident.GetProperty("estimatedFileBytes").GetInt32());
    }

    [Fact]
    public async Task Footprint_ModelFolder_TakesWhatItsBundleTakes()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.PathOf("key.pem"), ReleaseKey.Pem);
        File.WriteAllText(folder.PathOf("pass.txt"), TestKeys.Passphrase);
        string bundle = folder.PathOf("out.teb");
        CommandRun made = await CommandRun.RunAsync(
            "bundle", CommandRun.ModelFolder("fan-reference"), "-k", folder.PathOf("key.pem"), "--passphrase-file", folder.PathOf("pass.txt"), "-s", "7", "-o", bundle);
        Assert.Equal(ExitCode.Ok, made.Exit);

        CommandRun ofFolder = await CommandRun.RunAsync("footprint", "--model", CommandRun.ModelFolder("fan-reference"), "--json");
        CommandRun ofBundle = await CommandRun.RunAsync("footprint", "--bundle", bundle, "--json");

        Assert.Equal(ofBundle.Result.GetProperty("heap").GetRawText(), ofFolder.Result.GetProperty("heap").GetRawText());
    }

    [Fact]
    public async Task Footprint_WithoutPipeline_ShowsTheGoldenSetAndSaysWhatIsEstimated()
    {
        CommandRun run = await CommandRun.RunAsync("footprint");

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.Contains("golden set", run.Out);
        Assert.Contains("estimated", run.Out);
        Assert.Contains("counted", run.Out);
        Assert.Contains("PASS", run.Out);
        Assert.Contains("framework", run.Out);
    }

    [Fact]
    public async Task Footprint_ApplicationTooLarge_ExitsWithNine()
    {
        using TemporaryFolder folder = new();
        byte[] image = new byte[30_000];
        "NFMRK1"u8.CopyTo(image);
        File.WriteAllBytes(folder.PathOf("large.pe"), image);

        CommandRun run = await CommandRun.RunAsync("footprint", "--model", CommandRun.ModelFolder("fan-reference"), "--app", folder.PathOf("large.pe"));

        Assert.Equal(ExitCode.CheckFailed, run.Exit);
        Assert.Contains("FAIL", run.Out);
        Assert.Contains("too few", run.Error);
    }

    [Fact]
    public async Task Footprint_ApplicationThatIsNone_IsBadInput()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.PathOf("app.pe"), "no assembly");

        CommandRun run = await CommandRun.RunAsync("footprint", "--app", folder.PathOf("app.pe"));

        Assert.True(run.Exit == ExitCode.BadInput, run.Error);
        Assert.Contains("no assembly", run.Error);
    }
}
