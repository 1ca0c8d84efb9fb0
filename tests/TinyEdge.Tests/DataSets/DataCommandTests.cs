using System.Text.Json;
using TinyEdge.Companion;
using TinyEdge.Companion.DataSets;
using TinyEdge.Tests.Bundles;
using TinyEdge.Tests.Cli;

namespace TinyEdge.Tests.DataSets;

/// <summary>The data commands as a person uses them, one after the other.</summary>
public sealed class DataCommandTests : IDisposable
{
    private static readonly string s_reference = CommandRun.ModelFolder("fan-reference");
    private readonly TemporaryFolder _folder = new();

    private string Set => _folder.PathOf("set");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FanFolder_ImportedDescribedSplitAndJudged()
    {
        using FanFolder fan = await ImportFanAsync(10);

        JsonElement description = CommandAssert.Json(await CommandRun.RunAsync("data", "describe", Set, "--json", "--picture", _folder.PathOf("set.svg")), "data describe");
        Assert.Equal((80, 8, 3, 200), (description.GetProperty("recordings").GetInt32(), description.GetProperty("groups").GetInt32(), description.GetProperty("axes").GetInt32(), description.GetProperty("sampleRateHz").GetInt32()));

        // Speeds off, low, medium, high by mountings still, moving, by three classes, less the eight cells there are.
        Assert.Equal(24 - 8, description.GetProperty("coverage").GetProperty("emptyCells").GetInt32());
        JsonElement loud = description.GetProperty("cells").EnumerateArray().Single(c => c.GetProperty("stratum").GetString() == "machine=fan speed=high mounting=still" && c.GetProperty("label").GetString() == "fault");
        Assert.Equal(1, loud.GetProperty("steadyLevel").GetDouble(), 0.01);
        Assert.Equal(Math.Sqrt((0.3 * 0.3) + (0.09 * 0.09 / 2)), loud.GetProperty("rms").GetDouble(), 0.01);
        Assert.Equal(0.3, loud.GetProperty("peak").GetDouble(), 0.01);
        Assert.Equal(0.4 * 200 / (2 * Math.PI), loud.GetProperty("dominantHz").GetDouble(), 1.6);
        Assert.Contains("<svg", File.ReadAllText(_folder.PathOf("set.svg")), StringComparison.Ordinal);

        JsonElement split = CommandAssert.Json(await CommandRun.RunAsync("data", "split", Set, "--in-time", "--for", "mounting=moving:40,10,50", "--json"), "data split");
        Assert.Equal([(7 * 4) + 4, (7 * 2) + 1, (7 * 4) + 5], split.GetProperty("parts").EnumerateArray().Select(p => p.GetProperty("recordings").GetInt32()));

        CommandRun judged = await CommandRun.RunAsync("evaluate", "--data", Set, "--model", s_reference, "--json");
        Assert.Equal(33, judged.Result.GetProperty("recordings").GetInt32());
        CommandRun all = await CommandRun.RunAsync("evaluate", "--data", Set, "--model", s_reference, "--part", "all", "--min-balanced-accuracy", "1.0");
        Assert.Equal(ExitCode.CheckFailed, all.Exit);
        Assert.Contains("MISSED  balanced accuracy", all.Out, StringComparison.Ordinal);
    }

    /// <summary>The command and the type that the trainer uses see the same recordings.</summary>
    [Fact]
    public async Task FanFolder_ImportedAndInMemory_HoldTheSame()
    {
        using FanFolder fan = await ImportFanAsync(3);

        Assert.Equal(FanDataSet.Load(fan.Path).Recordings.Select(r => (r.Id, r.Digest, r.Label, r.Tags.Stratum)), DataSet.Load(Set).Recordings.Select(r => (r.Id, r.Digest, r.Label, r.Tags.Stratum)));
    }

    [Fact]
    public async Task Import_SemicolonsNamedColumnsCountsAndCut_BecomesRecordingsInG()
    {
        string path = _folder.PathOf("Bob 2024-03-01.csv");
        File.WriteAllText(path, "time;az;ax;note\n" + string.Concat(Enumerable.Range(0, 25).Select(i => $"{i};{16384 + i};{-i};x\n")));

        CommandRun run = await CommandRun.RunAsync(
            "data", "import", path, "-o", Set, "--label", "healthy", "--columns", "ax,2", "--unit", "counts", "--counts-per-g", "16384", "--rate", "10", "--cut-seconds", "1", "--tag", "machine=pump-1", "--sensor-range", "2");

        Assert.Equal((ExitCode.Ok, ""), (run.Exit, run.Error));
        DataSet set = DataSet.Load(Set);
        Assert.Equal((10, 2, 2), (set.SampleRateHz, set.Axes, set.Recordings.Count));
        Assert.Equal([-10f / 16384, (16384f + 10) / 16384, -11f / 16384], set.Recordings[1].Signal.Values[..3]);

        // Neither the person nor the day of the source's name is anywhere in the set.
        Assert.DoesNotContain(Directory.EnumerateFiles(Set, "*", SearchOption.AllDirectories), file => file.Contains("bob", StringComparison.OrdinalIgnoreCase) || File.ReadAllText(file).Contains("2024", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Robustness_OfADataSet_IsTheSameAgainAndBeginsWhereEvaluateIs()
    {
        using FanFolder fan = await ImportFanAsync(5);
        Assert.Equal(ExitCode.Ok, (await CommandRun.RunAsync("data", "split", Set, "--in-time")).Exit);
        string[] command = ["evaluate", "--data", Set, "--model", s_reference, "--robustness", "--effect", "noise-white", "--effect", "ageing", "--noise-label", "off", "--steps", "2", "--json"];

        CommandRun first = await CommandRun.RunAsync([.. command, "--picture", _folder.PathOf("sweep.png")]);
        CommandRun second = await CommandRun.RunAsync(command);
        CommandRun clean = await CommandRun.RunAsync("evaluate", "--data", Set, "--model", s_reference, "--json");

        Assert.Equal((ExitCode.Ok, first.Result.GetRawText()), (first.Exit, second.Result.GetRawText()));
        JsonElement[] curves = [.. first.Result.GetProperty("curves").EnumerateArray()];
        Assert.Equal(["noise-white", "ageing", "noise-recorded"], curves.Select(c => c.GetProperty("effect").GetString()));
        Assert.All(curves, c => Assert.Equal([0, 0.5, 1], c.GetProperty("points").EnumerateArray().Select(p => p.GetProperty("severity").GetDouble())));
        Assert.All(curves, c => Assert.Equal(clean.Result.GetProperty("accuracyRatio").GetDouble(), c.GetProperty("points")[0].GetProperty("accuracyRatio").GetDouble()));
        Assert.NotEqual(Accuracy(curves[1], 0), Accuracy(curves[1], 2));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(_folder.PathOf("sweep.png"))[..4]);
    }

    [Theory]
    [InlineData("data", "import", "nothing.csv", "-o", "s", "--label", "a", "--unit", "furlongs")]
    [InlineData("data", "split", "s", "--fractions", "50,50")]
    [InlineData("data", "split", "s", "--for", "mounting=moving:40,10,50")]
    [InlineData("data", "split", "s", "--in-time", "--for", "mood=good:40,10,50")]
    [InlineData("data", "describe", "s", "--picture", "s.bmp")]
    [InlineData("data", "capture", "s", "--seconds", "0", "--label", "a")]
    [InlineData("data", "capture", "s", "--seconds", "5")]
    [InlineData("data", "capture", "s", "--seconds", "5", "--label", "a", "--i2c", "1", "--sensor", "bmp280")]
    [InlineData("evaluate", "--data", "s", "--model", "m", "--effect", "gain")]
    [InlineData("evaluate", "--data", "s", "--model", "m", "--robustness", "--steps", "0")]
    public async Task Run_UsageError_ExitsWithTwo(params string[] args)
    {
        using SampleSet good = SampleSet.WithGroups(1, 1);
        string[] command = [.. args.Select(a => a == "s" ? good.Path : a == "nothing.csv" ? good.FilePath("healthy-low-0") : a)];

        CommandAssert.Fails(await CommandRun.RunAsync(command), ExitCode.Usage);
    }

    private async Task<FanFolder> ImportFanAsync(int recordings)
    {
        FanFolder fan = new();
        foreach ((string name, double amplitude) in new[] { ("off_0_weight", 0.001), ("low_0_weight", 0.02), ("low_0_weight-moving", 0.03), ("low_1_weight", 0.1), ("med_0_weight", 0.04), ("med_1_weight", 0.2), ("high_0_weight", 0.06), ("high_1_weight", 0.3) })
        {
            fan.Add("fan_0_" + name, recordings, amplitude);
        }

        CommandRun run = await CommandRun.RunAsync("data", "import", fan.Path, "-o", Set);
        Assert.Equal((ExitCode.Ok, ""), (run.Exit, run.Error));
        return fan;
    }

    private static double Accuracy(JsonElement curve, int point) => curve.GetProperty("points")[point].GetProperty("accuracyRatio").GetDouble();
}
