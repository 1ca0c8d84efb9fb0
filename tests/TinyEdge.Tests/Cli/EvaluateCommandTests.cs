using System.Text.Json;
using TinyEdge.Companion;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.Cli;

public sealed class EvaluateCommandTests
{
    private static readonly string s_reference = CommandRun.ModelFolder("fan-reference");

    [DataFact]
    public async Task Evaluate_ReferenceOnThePublicRecordings_MeetsTheLimitsOfTheProject()
    {
        CommandRun run = await CommandRun.RunAsync(
            "evaluate", "--data", TestData.PathOf("fan-vibration"), "--model", s_reference, "--min-balanced-accuracy", "0.92", "--max-moving-false-alarms", "0.05", "--json");

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.InRange(run.Result.GetProperty("balancedAccuracyRatio").GetDouble(), 0.92, 1);
        Assert.InRange(run.Result.GetProperty("movingFalseAlarmRatio").GetDouble(), 0, 0.05);
        Assert.Equal(1431, run.Result.GetProperty("recordings").GetInt32());
        Assert.Equal("judged", run.Result.GetProperty("part").GetString());
        Assert.True(run.Result.GetProperty("limitsHeld").GetBoolean());
    }

    [DataFact]
    public async Task Evaluate_BaselineAgainstTheSameLimits_ExitsWithNineAndNamesBoth()
    {
        CommandRun run = await CommandRun.RunAsync(
            "evaluate", "--data", TestData.PathOf("fan-vibration"), "--model", CommandRun.ModelFolder("fan-baseline"), "--min-balanced-accuracy", "0.92", "--max-moving-false-alarms", "0.05");

        Assert.Equal(ExitCode.CheckFailed, run.Exit);
        Assert.Contains("MISSED  balanced accuracy", run.Out);
        Assert.Contains("MISSED  moving called faulty", run.Out);
        Assert.Contains("error: a limit was missed: balanced accuracy", run.Error);
    }

    /// <summary>The same recordings in a bundle with a calibration that turns the sensor's gain down must not give the same answers.</summary>
    [DataFact]
    public async Task Evaluate_BundleWithCalibration_AppliesIt()
    {
        using TemporaryFolder folder = new();
        string plain = Pack(folder, "plain.teb", null);
        string turnedDown = Pack(folder, "down.teb", """{ "deviceId": "", "offsetG": [0, 0, 0], "gain": [0.5, 0.5, 0.5] }""");

        CommandRun asFolder = await CommandRun.RunAsync("evaluate", "-d", TestData.PathOf("fan-vibration"), "-m", s_reference, "--json");
        CommandRun asBundle = await CommandRun.RunAsync("evaluate", "-d", TestData.PathOf("fan-vibration"), "-b", plain, "--json");
        CommandRun calibrated = await CommandRun.RunAsync("evaluate", "-d", TestData.PathOf("fan-vibration"), "-b", turnedDown, "--json");

        Assert.Equal(Confusion(asFolder), Confusion(asBundle));
        Assert.NotEqual(Confusion(asBundle), Confusion(calibrated));
    }

    [Theory]
    [InlineData("judged", (7 * 4) + 5)]
    [InlineData("training", (7 * 6) + 5)]
    [InlineData("all", 80)]
    public async Task Evaluate_Part_TakesItsShareOfEveryFile(string part, int recordings)
    {
        using FanFolder folder = FanFolder.WithEveryCondition(10);

        CommandRun run = await CommandRun.RunAsync("evaluate", "--data", folder.Path, "--model", s_reference, "--part", part, "--json");

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.Equal(recordings, run.Result.GetProperty("recordings").GetInt32());
        Assert.Equal(part, run.Result.GetProperty("part").GetString());
    }

    [Fact]
    public async Task Evaluate_Text_KeepsResultsAndNarrationApart()
    {
        using FanFolder folder = FanFolder.WithEveryCondition(5);
        folder.AddPlain("remarks.csv", 10, 0);

        CommandRun run = await CommandRun.RunAsync("evaluate", "--data", folder.Path, "--model", s_reference);

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.Contains("called healthy", run.Out);
        Assert.Contains("balanced accuracy", run.Out);
        Assert.Contains("windows", run.Out);
        Assert.DoesNotContain("reading", run.Out);
        Assert.Contains("reading", run.Error);
        Assert.Contains("remarks.csv", run.Error);
    }

    [Fact]
    public async Task Evaluate_LimitWithNothingToCount_IsMissed()
    {
        using FanFolder folder = new();
        folder.Add("fan_0_off_0_weight", 5, 0);

        CommandRun run = await CommandRun.RunAsync("evaluate", "--data", folder.Path, "--model", s_reference, "--max-moving-false-alarms", "1");

        Assert.Equal(ExitCode.CheckFailed, run.Exit);
        Assert.Contains("not measurable", run.Error);
    }

    [Fact]
    public async Task Evaluate_PlainRecordings_GivesClassAndScoreOfEach()
    {
        using FanFolder folder = new();
        folder.AddPlain("b.csv", 1000, 0.1);
        folder.AddPlain("a.csv", 199, 0.1);

        CommandRun run = await CommandRun.RunAsync("evaluate", "--data", folder.Path, "--model", s_reference, "--json");

        Assert.Equal(ExitCode.Ok, run.Exit);
        JsonElement[] recordings = [.. run.Result.GetProperty("recordings").EnumerateArray()];
        Assert.Equal(["a.csv", "b.csv"], recordings.Select(r => r.GetProperty("recording").GetString()));
        Assert.Equal(0, recordings[0].GetProperty("decisions").GetInt32());
        Assert.False(recordings[0].TryGetProperty("class", out _));

        // 1,000 samples, the first decision after 200, then one every 36.
        Assert.Equal(23, recordings[1].GetProperty("decisions").GetInt32());
        Assert.Equal(23, recordings[1].GetProperty("decisionsByClass").EnumerateObject().Sum(c => c.Value.GetInt32()));
        Assert.Contains(recordings[1].GetProperty("class").GetString(), new[] { "healthy", "fault", "off" });
        Assert.InRange(recordings[1].GetProperty("meanScore").GetDouble(), 0, 255);
        Assert.Contains("200 Hz", run.Error);
    }

    [Fact]
    public async Task Evaluate_OneFile_IsEnough()
    {
        using FanFolder folder = new();
        folder.AddPlain("a.csv", 400, 0.1);

        CommandRun run = await CommandRun.RunAsync("evaluate", "--data", Path.Combine(folder.Path, "a.csv"), "--model", s_reference);

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.Contains("a.csv", run.Out);
    }

    [Theory]
    [InlineData("x_g,y_g,z_g\n0,0,1\n0,NaN,1\n", "line 3", "no measurement")]
    [InlineData("x_g,y_g,z_g\n0,0,1\n0,0\n", "line 3", "2 columns")]
    [InlineData("time,x,y,z,t\n0,0,1,1,1\n", "line 1", "5 columns")]
    [InlineData("a,b,c\n0,0,1\n", "line 1", "columns are 'a,b,c'")]
    [InlineData("x_g,y_g,z_g\n0,0,1\n0,0,981\n", "line 3", "64 g")]
    [InlineData("x_g,y_g,z_g\n", "bad.csv", "no sample")]
    public async Task Evaluate_MalformedCsv_NamesFileLineAndRemedy(string text, string place, string why)
    {
        using FanFolder folder = new();
        folder.Write("bad.csv", text);

        CommandRun run = await CommandRun.RunAsync("evaluate", "--data", folder.Path, "--model", s_reference);

        Assert.Equal(ExitCode.BadInput, run.Exit);
        Assert.Equal("", run.Out);
        Assert.Contains("bad.csv", run.Error);
        Assert.Contains(place, run.Error);
        Assert.Contains(why, run.Error);
        Assert.Contains("  do: ", run.Error);
    }

    [Fact]
    public async Task Evaluate_TruncatedFanFile_NamesFileAndLine()
    {
        using FanFolder folder = FanFolder.WithEveryCondition(5);
        string whole = File.ReadAllText(Path.Combine(folder.Path, "fan_0_med_1_weight.csv"));
        folder.Write("fan_0_med_1_weight.csv", whole[..^20]);

        CommandRun run = await CommandRun.RunAsync("evaluate", "--data", folder.Path, "--model", s_reference, "--json");

        Assert.Equal(ExitCode.BadInput, run.Exit);
        Assert.Contains("fan_0_med_1_weight.csv', line 1001", run.Error);
        Assert.Equal(3, JsonDocument.Parse(run.Out).RootElement.GetProperty("error").GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task Evaluate_TruncatedWav_NamesFileAndOffset()
    {
        using FanFolder folder = new();
        File.WriteAllBytes(Path.Combine(folder.Path, "cut.wav"), [.. "RIFF"u8, 0, 1, 0, 0, .. "WAVEdata"u8, 0, 1, 0, 0, 1, 2]);

        CommandRun run = await CommandRun.RunAsync("evaluate", "--data", folder.Path, "--model", s_reference);

        Assert.Equal(ExitCode.BadInput, run.Exit);
        Assert.Contains("cut.wav", run.Error);
        Assert.Contains("offset 12", run.Error);
    }

    [Fact]
    public async Task Evaluate_MissingData_SaysSo()
    {
        using TemporaryFolder folder = new();

        CommandRun empty = await CommandRun.RunAsync("evaluate", "--data", folder.Path, "--model", s_reference);
        CommandRun missing = await CommandRun.RunAsync("evaluate", "--data", folder.PathOf("no-such"), "--model", s_reference);

        Assert.Equal((ExitCode.BadInput, ExitCode.BadInput), (empty.Exit, missing.Exit));
        Assert.Contains("holds no .csv or .wav", empty.Error);
        Assert.Contains("no such folder", missing.Error);
    }

    [Theory]
    [InlineData("--model", "no-such-folder", "no such folder")]
    [InlineData("--model", "models/fan-reference/model.tem", "takes the folder")]
    [InlineData("--model", "models", "no deployment.json")]
    [InlineData("--bundle", "no-such.teb", "not found")]
    [InlineData("--bundle", "models/fan-reference/model.tem", "TEB1")]
    public async Task Evaluate_BadPipeline_SaysWhatIsWrong(string option, string path, string why)
    {
        using FanFolder folder = new();
        folder.AddPlain("a.csv", 400, 0.1);

        CommandRun run = await CommandRun.RunAsync("evaluate", "--data", folder.Path, option, Path.Combine(Repository.Root, path));

        Assert.Equal(ExitCode.BadInput, run.Exit);
        Assert.Contains(why, run.Error);
        Assert.Equal("", run.Out);
    }

    [Fact]
    public async Task Evaluate_DamagedBundle_IsRefusedWhereverTheDamageIs()
    {
        using FanFolder recordings = new();
        recordings.AddPlain("a.csv", 400, 0.1);
        using TemporaryFolder folder = new();
        string path = Pack(folder, "fan.teb", null);
        byte[] bundle = File.ReadAllBytes(path);
        int payload = BundleInspector.Describe(bundle).PayloadOffsetBytes;
        foreach (byte[] damaged in new[] { Flipped(bundle, payload + 40), Flipped(bundle, bundle.Length - 5), bundle[..^1], bundle[..(payload / 2)] })
        {
            File.WriteAllBytes(path, damaged);

            CommandRun run = await CommandRun.RunAsync("evaluate", "--data", recordings.Path, "--bundle", path);

            Assert.Equal(ExitCode.BadInput, run.Exit);
            Assert.Equal("", run.Out);
        }
    }

    [Theory]
    [InlineData("No pipeline is named")]
    [InlineData("Two pipelines are named", "--model", "m", "--bundle", "b")]
    [InlineData("share from 0 to 1", "--model", "m", "--min-balanced-accuracy", "92")]
    [InlineData("share from 0 to 1", "--model", "m", "--max-moving-false-alarms", "NaN")]
    [InlineData("judged", "--model", "m", "--part", "half")]
    public async Task Evaluate_WrongUse_ExitsWithTwo(string message, params string[] args)
    {
        CommandRun run = await CommandRun.RunAsync(["evaluate", "--data", "d", .. args]);

        Assert.Equal(ExitCode.Usage, run.Exit);
        Assert.Contains(message, run.Error);
    }

    [Theory]
    [InlineData("--part", "all")]
    [InlineData("--min-balanced-accuracy", "0.5")]
    [InlineData("--max-moving-false-alarms", "0.5")]
    public async Task Evaluate_FanOptionOnPlainRecordings_IsRefusedAndNotIgnored(string option, string value)
    {
        using FanFolder folder = new();
        folder.AddPlain("a.csv", 400, 0.1);

        CommandRun run = await CommandRun.RunAsync("evaluate", "--data", folder.Path, "--model", s_reference, option, value);

        Assert.Equal(ExitCode.Usage, run.Exit);
        Assert.Contains($"{option} does not apply", run.Error);
    }

    private static string Confusion(CommandRun run)
    {
        Assert.Equal(ExitCode.Ok, run.Exit);
        return run.Result.GetProperty("confusionRecordings").GetRawText();
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        byte[] copy = [.. bytes];
        copy[at] ^= 1;
        return copy;
    }

    private static string Pack(TemporaryFolder folder, string name, string? calibration)
    {
        string model = Directory.CreateDirectory(folder.PathOf(name + ".model")).FullName;
        foreach (string file in Directory.EnumerateFiles(s_reference))
        {
            File.Copy(file, Path.Combine(model, Path.GetFileName(file)));
        }

        if (calibration is not null)
        {
            File.WriteAllText(Path.Combine(model, BundleFolder.CalibrationName), calibration);
        }

        BundleFolder parts = BundleFolder.Load(model);
        byte[] bundle = BundleBuilder.Build(parts.Deployment, new ReleaseSettings { Sequence = 1 }, parts.Components(null), TestKeys.Trusted);
        string path = folder.PathOf(name);
        BundleFile.Save(path, bundle, TestKeys.Trusted.PublicKey);
        return path;
    }
}
