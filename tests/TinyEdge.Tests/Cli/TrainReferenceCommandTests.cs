using System.Security.Cryptography;
using TinyEdge.Companion;
using TinyEdge.Companion.Training;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.Cli;

public sealed class TrainReferenceCommandTests
{
    /// <summary>
    /// What the model cards promise, with one seed instead of five: the same model bytes, and the same card but for the rows of the
    /// other seeds.
    /// </summary>
    [DataFact]
    public async Task TrainReference_PublicRecordings_GivesTheFilesOfTheRepositoryAgain()
    {
        using TemporaryFolder folder = new();

        CommandRun run = await CommandRun.RunAsync("train-reference", "--data", TestData.PathOf("fan-vibration"), "--out", folder.Path, "--seeds", "1");

        Assert.Equal(ExitCode.Ok, run.Exit);
        foreach (string model in new[] { "fan-reference", "fan-baseline" })
        {
            string shipped = CommandRun.ModelFolder(model);
            string made = folder.PathOf(model);
            Assert.Equal(File.ReadAllBytes(Path.Combine(shipped, "model.tem")), File.ReadAllBytes(Path.Combine(made, "model.tem")));
            Assert.Equal(File.ReadAllText(Path.Combine(shipped, TrainedNetworkFile.FileName)), File.ReadAllText(Path.Combine(made, TrainedNetworkFile.FileName)));
            Assert.Equal(File.ReadAllBytes(Path.Combine(shipped, "model.tem")), TrainedNetworkFile.Load(Path.Combine(made, TrainedNetworkFile.FileName)).ToComponent());
            Assert.Equal(
                File.ReadLines(Path.Combine(shipped, "MODEL_CARD.md")).Where(line => !IsOtherSeed(line)),
                File.ReadLines(Path.Combine(made, "MODEL_CARD.md")));
        }
    }

    [Fact]
    public async Task TrainReference_SameRecordingsAndSeed_GiveTheSameBytesAndAnotherSeedOthers()
    {
        using FanFolder recordings = FanFolder.WithEveryCondition(15);
        using TemporaryFolder folder = new();

        CommandRun first = await Train(recordings, folder.PathOf("a"), "3");
        CommandRun again = await Train(recordings, folder.PathOf("b"), "3");
        CommandRun other = await Train(recordings, folder.PathOf("c"), "4");

        Assert.All([first, again, other], run => Assert.Equal(ExitCode.Ok, run.Exit));
        Assert.Equal(Digests(first), Digests(again));
        Assert.NotEqual(Digests(first), Digests(other));
        Assert.All(first.Result.GetProperty("models").EnumerateArray(), model => Assert.Equal(
            model.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(model.GetProperty("path").GetString()!)))));
        Assert.Contains("fan-reference seed 3", first.Error);
    }

    [Fact]
    public async Task TrainReference_BadInput_WritesNothing()
    {
        using FanFolder broken = FanFolder.WithEveryCondition(5);
        broken.Write("fan_0_low_1_weight.csv", "recording,x_g,y_g,z_g\n0,0,0,oops\n");
        using TemporaryFolder folder = new();
        string output = folder.PathOf("models");

        CommandRun malformed = await CommandRun.RunAsync("train-reference", "--data", broken.Path, "--out", output);
        CommandRun missing = await CommandRun.RunAsync("train-reference", "--data", folder.PathOf("no-such"), "--out", output);
        CommandRun seed = await CommandRun.RunAsync("train-reference", "--data", broken.Path, "--out", output, "--seed", "0");

        Assert.Equal([ExitCode.BadInput, ExitCode.BadInput, ExitCode.Usage], new[] { malformed, missing, seed }.Select(run => run.Exit));
        Assert.Contains("fan_0_low_1_weight.csv', line 2", malformed.Error);
        Assert.Contains("no fan recordings", missing.Error);
        Assert.False(Directory.Exists(output));
    }

    private static bool IsOtherSeed(string line) => line.Length > 4 && line.StartsWith("| ", StringComparison.Ordinal) && line[2] is >= '2' and <= '5' && line[3] == ' ';

    private static Task<CommandRun> Train(FanFolder recordings, string output, string seed) =>
        CommandRun.RunAsync("train-reference", "--data", recordings.Path, "--out", output, "--seed", seed, "--seeds", "1", "--json");

    private static string?[] Digests(CommandRun run) => [.. run.Result.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("sha256").GetString())];
}
