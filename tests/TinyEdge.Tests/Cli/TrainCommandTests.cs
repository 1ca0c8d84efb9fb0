using System.Text.Json.Nodes;
using TinyEdge.Companion;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Training;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.Cli;

public sealed class TrainCommandTests
{
    [Fact]
    public async Task Train_SeparableMachine_WritesAFolderThatEvaluatesAndIsMadeAgainByteForByte()
    {
        using FanFolder data = FanFolder.Machine();
        using TemporaryFolder folder = new();
        string recipe = Recipe(folder, r => { });

        CommandRun run = await CommandRun.RunAsync("train", data.Path, "--recipe", recipe, "--seed", "3", "-o", folder.PathOf("a"), "--json");
        CommandRun again = await CommandRun.RunAsync("train", data.Path, "--recipe", Path.Combine(folder.PathOf("a"), "recipe.json"), "--seed", "3", "-o", folder.PathOf("b"));

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.InRange(run.Result.GetProperty("int8").GetProperty("balancedAccuracyRatio").GetDouble(), 0.95, 1);
        Assert.Equal(["MODEL_CARD.md", "curves.png", "model.tem", "recipe.json", "training.json"], Directory.EnumerateFiles(folder.PathOf("a")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        byte[] model = File.ReadAllBytes(Path.Combine(folder.PathOf("a"), "model.tem"));
        Assert.Equal(model, File.ReadAllBytes(Path.Combine(folder.PathOf("b"), "model.tem")));
        Assert.Equal(model, TrainedNetworkFile.Load(Path.Combine(folder.PathOf("a"), "training.json")).ToComponent());
        Assert.Equal(["fault", "healthy", "off"], new ModelPipeline(model).Labels.Order());
        string card = File.ReadAllText(Path.Combine(folder.PathOf("a"), "MODEL_CARD.md"));
        Assert.Contains(run.Result.GetProperty("sha256").GetString()!, card);
        Assert.Contains("seed 3", card);
        Assert.DoesNotContain(folder.Path, card);
        Assert.Contains("pass 1/6 float", again.Error);
        Assert.Contains("INT8", again.Error);
        Assert.Contains("balanced accuracy", again.Out);
    }

    [Fact]
    public async Task TrainAnomaly_SeparableMachine_DetectsTheFaultAndWritesThresholds()
    {
        using FanFolder data = FanFolder.Machine();
        using TemporaryFolder folder = new();

        CommandRun run = await CommandRun.RunAsync("train", data.Path, "--anomaly", "-o", folder.PathOf("a"), "--json");

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.Contains(run.Result.GetProperty("strata").EnumerateArray(), s => s.GetProperty("label").GetString() == "fault" && s.GetProperty("auc").GetDouble() > 0.9);
        Assert.Contains("\"scoreClass\": \"anomaly\"", File.ReadAllText(Path.Combine(folder.PathOf("a"), "thresholds.json")));
        Assert.Contains("cannot show", File.ReadAllText(Path.Combine(folder.PathOf("a"), "MODEL_CARD.md")));
    }

    [Fact]
    public async Task TrainCompare_SmallMachine_HasFourWaysOfTwoNetworks()
    {
        using FanFolder data = FanFolder.Machine();
        using TemporaryFolder folder = new();

        CommandRun run = await CommandRun.RunAsync("train", data.Path, "--recipe", Recipe(folder, r => { }), "--compare", "--json");

        JsonNode[] rows = [.. JsonNode.Parse(run.Out)!["result"]!["rows"]!.AsArray().Select(n => n!)];
        Assert.Equal(8, rows.Length);
        double Sqnr(int row) => (double)rows[row]["sqnrDecibels"]!;
        Assert.True(Sqnr(6) > Sqnr(5), "A scale a channel must serve the hard network better than one a layer.");
        Assert.True(Sqnr(7) > Sqnr(6), "Quantisation in the loop must serve it better still.");
        Assert.InRange(Sqnr(2), 20, 100);
    }

    [Theory]
    [InlineData("trainer/learningRate", "1e9", "training options")]
    [InlineData("trainer/epochs", "0", "training options")]
    [InlineData("trainer/epochz", "3", "not valid")]
    [InlineData("layers/0/type", "\"lstm\"", "not valid")]
    [InlineData("frontEnd/sampleRate", "100", "does not fit the recipe")]
    [InlineData("frontEnd/windowSize", "190", "too short")]
    [InlineData("augmentation/copies", "-1", "augmentation")]
    public async Task Train_BadRecipe_SaysSoAndWritesNothing(string path, string value, string says)
    {
        using FanFolder data = FanFolder.Machine();
        using TemporaryFolder folder = new();
        string recipe = Recipe(folder, root =>
        {
            string[] steps = path.Split('/');
            JsonNode at = steps[..^1].Aggregate(root, (node, step) => int.TryParse(step, out int index) ? node[index]! : node[step]!);
            at[steps[^1]] = JsonNode.Parse(value);
        });

        CommandRun run = await CommandRun.RunAsync("train", data.Path, "--recipe", recipe, "-o", folder.PathOf("a"));

        Assert.Equal(ExitCode.BadInput, run.Exit);
        Assert.Contains(says, run.Error);
        Assert.Contains("  do: ", run.Error);
        Assert.Empty(run.Out);
        Assert.False(Directory.Exists(folder.PathOf("a")));
    }

    [Fact]
    public async Task Train_FolderThatIsAFile_SaysSoAndLeavesNothingBehind()
    {
        using FanFolder data = FanFolder.Machine();
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.PathOf("taken"), "x");

        CommandRun run = await CommandRun.RunAsync("train", data.Path, "--recipe", Recipe(folder, r => { }), "-o", folder.PathOf("taken"));

        Assert.Equal(ExitCode.BadInput, run.Exit);
        Assert.Contains("The model was not written", run.Error);
        Assert.Equal(["recipe.json", "taken"], Directory.EnumerateFileSystemEntries(folder.Path).Select(f => Path.GetFileName(f)).Order());
    }

    [Fact]
    public async Task Train_WithoutSetOrFolder_IsAUsageError()
    {
        Assert.Equal(ExitCode.Usage, (await CommandRun.RunAsync("train", "-o", "x")).Exit);
        Assert.Equal(ExitCode.Usage, (await CommandRun.RunAsync("train", "somewhere")).Exit);
    }

    private static string Recipe(TemporaryFolder folder, Action<JsonNode> change)
    {
        JsonNode root = JsonNode.Parse(CommandRun.RunAsync("train", "--print-recipe").Result.Out)!;
        root["trainer"]!["epochs"] = 6;
        root["trainer"]!["learningRate"] = 0.01;
        root["augmentation"]!["copies"] = 1;
        change(root);
        string path = folder.PathOf("recipe.json");
        File.WriteAllText(path, root.ToJsonString());
        return path;
    }
}
