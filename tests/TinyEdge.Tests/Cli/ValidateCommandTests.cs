using System.Text.Json.Nodes;
using TinyEdge.Companion;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Companion.Training;
using TinyEdge.Companion.Training.Quantization;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.Cli;

/// <summary>A model that has just been trained, as an engineer validates it, tunes it and chooses its golden vectors.</summary>
public sealed class ValidateCommandTests(ValidateCommandTests.TrainedMachine machine) : IClassFixture<ValidateCommandTests.TrainedMachine>
{
    [Fact]
    public async Task Validate_GoodModel_PassesAndSaysSoEverywhere()
    {
        using TemporaryFolder folder = new();

        CommandRun run = await CommandRun.RunAsync("validate", machine.Model, "--data", machine.Data, "--report", folder.PathOf("r.html"), "--pictures", folder.PathOf("p"), "--json");

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.True(run.Result.GetProperty("passed").GetBoolean());
        Assert.Equal(["all", "machine=fan speed=low mounting=still", "machine=fan speed=off mounting=still"], run.Result.GetProperty("strata").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        Assert.InRange(run.Result.GetProperty("int8Auc").GetDouble(), 0.95, 1);
        string page = File.ReadAllText(folder.PathOf("r.html"));
        Assert.Contains("PASS", page);
        Assert.Contains("<svg", page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("<img", page);
        Assert.DoesNotContain("<link", page);
        Assert.Equal(8, Directory.EnumerateFiles(folder.PathOf("p")).Count());
    }

    [Fact]
    public async Task Validate_RangeSpoilt_FailsWithTheReasonAndTuningMendsIt()
    {
        using TemporaryFolder folder = new();
        string spoilt = Copy(folder.PathOf("spoilt"));
        Spoil(spoilt, trained => trained with { Ranges = [.. trained.Ranges.Select((r, i) => i == 0 ? new ActivationRange(r.Min / 40, r.Max / 40) : r)] });

        CommandRun run = await CommandRun.RunAsync("validate", spoilt, "--data", machine.Data);
        CommandRun tuned = await CommandRun.RunAsync("validate", spoilt, "--data", machine.Data, "--tune", folder.PathOf("tuned"));
        CommandRun twice = await CommandRun.RunAsync("validate", spoilt, "--data", machine.Data, "--tune", folder.PathOf("tuned"));

        Assert.Equal(ExitCode.CheckFailed, run.Exit);
        Assert.Contains("FAIL", run.Out);
        Assert.Contains("Raise the output scale", run.Out);
        Assert.Contains("error: ", run.Error);
        Assert.Equal(ExitCode.Ok, tuned.Exit);
        Assert.Contains("tuned", tuned.Out);
        Assert.Equal(TrainedNetworkFile.Load(Path.Combine(folder.PathOf("tuned"), "training.json")).ToComponent(), File.ReadAllBytes(Path.Combine(folder.PathOf("tuned"), "model.tem")));
        Assert.False(File.Exists(Path.Combine(folder.PathOf("tuned"), "MODEL_CARD.md")));
        Assert.Equal(ExitCode.BadInput, twice.Exit);
        Assert.Contains("Name a folder that does not exist", twice.Error);
    }

    [Fact]
    public async Task Validate_WithoutFloatNetwork_ShowsWhatCanBeSeenAndJudgesNothing()
    {
        using TemporaryFolder folder = new();
        string bare = Copy(folder.PathOf("bare"));
        File.Delete(Path.Combine(bare, "training.json"));

        CommandRun run = await CommandRun.RunAsync("validate", bare, "--data", machine.Data);
        CommandRun tuned = await CommandRun.RunAsync("validate", bare, "--data", machine.Data, "--tune", folder.PathOf("tuned"));

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.Contains("NOT JUDGED", run.Out);
        Assert.Contains("training.json", run.Error);
        Assert.Equal(ExitCode.BadInput, tuned.Exit);
        Assert.False(Directory.Exists(folder.PathOf("tuned")));
    }

    [Fact]
    public async Task Validate_ModelReplaced_IsRefused()
    {
        using TemporaryFolder folder = new();
        string other = Copy(folder.PathOf("other"));
        byte[] model = File.ReadAllBytes(Path.Combine(other, "model.tem"));
        model[^1] ^= 1;
        File.WriteAllBytes(Path.Combine(other, "model.tem"), model);

        CommandRun run = await CommandRun.RunAsync("validate", other, "--data", machine.Data);

        Assert.Equal(ExitCode.BadInput, run.Exit);
        Assert.Contains("has been replaced", run.Error);
    }

    [Fact]
    public async Task Validate_ClassWithoutRecordings_NamesItAndTheRemedy()
    {
        using FanFolder folder = FanFolder.Machine();
        File.Delete(Path.Combine(folder.Path, "fan_0_off_0_weight.csv"));

        CommandRun run = await CommandRun.RunAsync("validate", machine.Model, "--data", folder.Path);

        Assert.Equal(ExitCode.BadInput, run.Exit);
        Assert.Contains("Class 'off' cannot be judged", run.Error);
        Assert.Contains("  do: ", run.Error);
    }

    [Fact]
    public async Task Vectors_TrainedModel_CoverWhatTheyShouldAndTravelInTheBundle()
    {
        using TemporaryFolder folder = new();
        string model = Copy(folder.PathOf("m"));

        CommandRun run = await CommandRun.RunAsync("vectors", model, "--data", machine.Data, "--count", "14", "--faults", "200", "--json");
        byte[] first = File.ReadAllBytes(Path.Combine(model, GoldenFile.FileName));
        CommandRun again = await CommandRun.RunAsync("vectors", model, "--data", machine.Data, "--count", "14", "--faults", "200");

        Assert.Equal(ExitCode.Ok, run.Exit);
        string[] reasons = [.. run.Result.GetProperty("vectors").EnumerateArray().Select(v => v.GetProperty("why").GetString()!)];
        Assert.InRange(reasons.Length, 10, 14);
        Assert.Equal(3, reasons.Count(r => r == "extreme"));
        Assert.All(new[] { "healthy", "fault", "off" }, label => Assert.Contains($"class '{label}' at its surest", reasons));
        Assert.Contains(reasons, r => r.EndsWith("the threshold", StringComparison.Ordinal));
        Assert.True(run.Result.GetProperty("detection").GetProperty("detected").GetInt32() >= run.Result.GetProperty("synthetic").GetProperty("detected").GetInt32());
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(model, GoldenFile.FileName)));
        Assert.Contains("harmful faults", again.Out);

        AddRest(model);
        BundleFolder bundle = BundleFolder.Load(model);
        Assert.Equal(reasons.Length, bundle.Parts.GoldenVectors![6]);
        Assert.Equal(run.Result.GetProperty("componentBytes").GetInt32(), bundle.Parts.GoldenVectors.Length);
        bundle.Parts.Prepare(out _, "test");
    }

    [Theory]
    [InlineData("samples", "12", "take 72")]
    [InlineData("windows", "[]", "0 windows")]
    [InlineData("format", "9", "format 9")]
    public async Task Bundle_GoldenFileSpoilt_IsRefusedWithTheRemedy(string field, string value, string says)
    {
        using TemporaryFolder folder = new();
        string model = Copy(folder.PathOf("m"));
        Assert.Equal(ExitCode.Ok, (await CommandRun.RunAsync("vectors", model, "--data", machine.Data, "--faults", "1")).Exit);
        AddRest(model);
        string path = Path.Combine(model, GoldenFile.FileName);
        JsonNode root = JsonNode.Parse(File.ReadAllText(path))!;
        root[field] = JsonNode.Parse(value);
        File.WriteAllText(path, root.ToJsonString());

        TinyEdgeException error = Assert.Throws<TinyEdgeException>(() => BundleFolder.Load(model));

        Assert.Equal(ExitCode.BadInput, error.ExitCode);
        Assert.Contains(says, error.Why);
        Assert.Contains("tinyedge vectors", error.Remedy);
    }

    private static void AddRest(string model)
    {
        foreach (string name in new[] { BundleFolder.DeploymentName, BundleFolder.ThresholdsName })
        {
            File.Copy(Path.Combine(CommandRun.ModelFolder("fan-reference"), name), Path.Combine(model, name), overwrite: true);
        }
    }

    private static void Spoil(string model, Func<TrainedNetwork, TrainedNetwork> change)
    {
        string path = Path.Combine(model, TrainedNetworkFile.FileName);
        TrainedNetwork spoilt = change(TrainedNetworkFile.Load(path));
        File.WriteAllBytes(path, TrainedNetworkFile.Write(spoilt));
        File.WriteAllBytes(Path.Combine(model, BundleFolder.ModelName), spoilt.ToComponent());
    }

    private string Copy(string target)
    {
        Directory.CreateDirectory(target);
        foreach (string file in Directory.EnumerateFiles(machine.Model))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        return target;
    }

    /// <summary>One training run for all of them.</summary>
    public sealed class TrainedMachine : IAsyncLifetime, IDisposable
    {
        private readonly FanFolder _data = FanFolder.Machine();
        private readonly TemporaryFolder _folder = new();

        public string Data => _data.Path;

        public string Model => _folder.PathOf("model");

        public async Task InitializeAsync()
        {
            JsonNode recipe = JsonNode.Parse((await CommandRun.RunAsync("train", "--print-recipe")).Out)!;
            recipe["trainer"]!["epochs"] = 6;
            recipe["trainer"]!["learningRate"] = 0.01;
            recipe["augmentation"]!["copies"] = 1;
            File.WriteAllText(_folder.PathOf("recipe.json"), recipe.ToJsonString());
            CommandRun run = await CommandRun.RunAsync("train", Data, "--recipe", _folder.PathOf("recipe.json"), "--seed", "3", "-o", Model);
            Assert.Equal(ExitCode.Ok, run.Exit);
        }

        public Task DisposeAsync() => Task.CompletedTask;

        public void Dispose()
        {
            _data.Dispose();
            _folder.Dispose();
        }
    }
}
