using System.Text.Json;
using TinyEdge.Companion;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.Cli;

public sealed class ProfileCommandTests
{
    [Theory]
    [InlineData("fan-reference")]
    [InlineData("fan-baseline")]
    public async Task Profile_ShippedModel_PrintsAccountWithinBudgetAndNoAllocation(string model)
    {
        CommandRun run = await CommandRun.RunAsync("profile", "--model", CommandRun.ModelFolder(model), "--json");

        Assert.Equal(ExitCode.Ok, run.Exit);
        JsonElement device = run.Result.GetProperty("device");
        Assert.Equal(12288, device.GetProperty("poolBudgetBytes").GetInt32());
        Assert.InRange(device.GetProperty("poolBytes").GetInt32(), 1000, 12288);
        Assert.Equal(device.GetProperty("poolBytes").GetInt32(), device.GetProperty("poolBytesByOwner").EnumerateObject().Sum(owner => owner.Value.GetInt32()));
        JsonElement here = run.Result.GetProperty("thisMachine");
        Assert.InRange(here.GetProperty("windows").GetInt32(), 1000, int.MaxValue);
        Assert.Equal(0, here.GetProperty("allocatedBytes").GetInt64());
        Assert.Equal(["FrontEnd", "Network", "Decide"], here.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("stage").GetString()));
    }

    [Fact]
    public async Task Profile_Text_SaysWhichFiguresAreNotTheDevices()
    {
        CommandRun run = await CommandRun.RunAsync("profile", "--model", CommandRun.ModelFolder("fan-reference"));

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.Contains("pool on the device", run.Out);
        Assert.Contains("on this machine, not on the device", run.Out);
        Assert.Contains("0 a window", run.Out);
        Assert.Contains("multiply-accumulates", run.Out);
        Assert.Contains("warm-up", run.Error);
        Assert.DoesNotContain("warm-up", run.Out);
    }

    [Fact]
    public async Task Profile_OverItsBudget_ExitsWithNine()
    {
        using TemporaryFolder folder = new();
        foreach (string file in Directory.EnumerateFiles(CommandRun.ModelFolder("fan-reference")))
        {
            File.Copy(file, folder.PathOf(Path.GetFileName(file)));
        }

        string deployment = folder.PathOf("deployment.json");
        File.WriteAllText(deployment, File.ReadAllText(deployment).Replace("12288", "7000", StringComparison.Ordinal));

        CommandRun run = await CommandRun.RunAsync("profile", "--model", folder.Path);

        Assert.Equal(ExitCode.CheckFailed, run.Exit);
        Assert.Contains("OVER", run.Out);
        Assert.Contains("more than peakRamBudgetBytes", run.Error);
    }

    [Fact]
    public async Task Profile_Recording_IsPlayedInsteadOfSyntheticSignals()
    {
        using FanFolder folder = new();
        folder.AddPlain("a.csv", 400, 0.1);
        folder.AddPlain("short.csv", 199, 0.1);

        CommandRun run = await CommandRun.RunAsync("profile", "--model", CommandRun.ModelFolder("fan-reference"), "--recording", Path.Combine(folder.Path, "a.csv"), "--json");
        CommandRun tooShort = await CommandRun.RunAsync("profile", "--model", CommandRun.ModelFolder("fan-reference"), "--recording", Path.Combine(folder.Path, "short.csv"));

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.Equal("a.csv", run.Result.GetProperty("input").GetString());
        Assert.Equal(ExitCode.BadInput, tooShort.Exit);
        Assert.Contains("199 samples", tooShort.Error);
    }

    [Fact]
    public async Task Profile_Json_HasExactCountsAndEstimatesOfEveryStage()
    {
        CommandRun run = await CommandRun.RunAsync("profile", "--model", CommandRun.ModelFolder("fan-reference"), "--windows", "40", "--json");

        Assert.Equal(ExitCode.Ok, run.Exit);
        JsonElement cost = run.Result.GetProperty("device").GetProperty("cost");
        JsonElement hop = cost.GetProperty("hop");
        Assert.Equal(40, cost.GetProperty("windows").GetInt32());
        Assert.Equal(4, cost.GetProperty("stages").GetArrayLength());
        Assert.Equal(1200, hop.GetProperty("macs").GetInt32());
        Assert.Equal(0, cost.GetProperty("allocatedBytes").GetInt64());
        Assert.True(cost.GetProperty("isWithinLatency").GetBoolean());
        JsonElement times = hop.GetProperty("estimatedMs");
        Assert.Equal(times.GetProperty("slow240").GetDouble() * 1.5, times.GetProperty("slow160").GetDouble(), 6);
        Assert.Equal(times.GetProperty("slow240").GetDouble(), cost.GetProperty("estimatedWorstHopMs").GetDouble());
    }

    [Fact]
    public async Task Profile_OverItsLatency_ExitsWithNineAndSaysEstimated()
    {
        using TemporaryFolder folder = new();
        CopyWith(folder, "\"maxLatencyMs\": \\d+", "\"maxLatencyMs\": 1");

        CommandRun run = await CommandRun.RunAsync("profile", "--model", folder.Path, "--windows", "10");

        Assert.Equal(ExitCode.CheckFailed, run.Exit);
        Assert.Contains("DOES NOT HOLD", run.Out);
        Assert.Contains("ESTIMATED", run.Out);
        Assert.Contains("more than the 1 ms of maxLatencyMs", run.Error);
    }

    [Theory]
    [InlineData("cost.png", "\u0089PNG")]
    [InlineData("cost.svg", "<svg")]
    public async Task Profile_Chart_IsDrawn(string name, string beginning)
    {
        using TemporaryFolder folder = new();
        CommandRun run = await CommandRun.RunAsync("profile", "--model", CommandRun.ModelFolder("fan-baseline"), "--windows", "10", "--chart", folder.PathOf(name));

        Assert.Equal(ExitCode.Ok, run.Exit);
        string drawn = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(folder.PathOf(name)));
        Assert.Contains(beginning, drawn[..Math.Min(drawn.Length, 200)], StringComparison.Ordinal);
        Assert.InRange(drawn.Length, 5000, 2_000_000);
    }

    [Fact]
    public async Task Profile_UnknownChartOrWindows_IsUsage()
    {
        CommandRun chart = await CommandRun.RunAsync("profile", "--model", CommandRun.ModelFolder("fan-baseline"), "--chart", "cost.pdf");
        CommandRun windows = await CommandRun.RunAsync("profile", "--model", CommandRun.ModelFolder("fan-baseline"), "--windows", "0");

        Assert.Equal((ExitCode.Usage, ExitCode.Usage), (chart.Exit, windows.Exit));
        Assert.Contains(".svg", chart.Error);
    }

    [Fact]
    public async Task Profile_MissingRecordingOrPipeline_IsAClearError()
    {
        CommandRun recording = await CommandRun.RunAsync("profile", "--model", CommandRun.ModelFolder("fan-reference"), "--recording", "no-such.csv");
        CommandRun pipeline = await CommandRun.RunAsync("profile");

        Assert.Equal((ExitCode.BadInput, ExitCode.Usage), (recording.Exit, pipeline.Exit));
        Assert.Contains("no-such.csv", recording.Error);
        Assert.Contains("No pipeline is named", pipeline.Error);
    }

    private static void CopyWith(TemporaryFolder folder, string pattern, string text)
    {
        foreach (string file in Directory.EnumerateFiles(CommandRun.ModelFolder("fan-reference")))
        {
            File.Copy(file, folder.PathOf(Path.GetFileName(file)));
        }

        string deployment = folder.PathOf("deployment.json");
        File.WriteAllText(deployment, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(deployment), pattern, text));
    }
}
