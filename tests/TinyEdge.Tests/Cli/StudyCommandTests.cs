using TinyEdge.Companion;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.Cli;

public sealed class StudyCommandTests
{
    private static readonly string[] s_asked = ["a-low", "a-medium", "a-high", "a-all", "b", "c-trained", "c-never", "e-low", "e-medium", "e-high"];

    [Fact]
    public async Task Study_SameRecordingsAndSeed_GivesTheSameFiguresAndReport()
    {
        using FanFolder recordings = FanFolder.WithEveryCondition(15, noiseG: 0.005);
        using TemporaryFolder folder = new();

        CommandRun first = await Run(recordings, folder.PathOf("a.md"));
        CommandRun again = await Run(recordings, folder.PathOf("b.md"));

        bool holds = first.Result.GetProperty("holds").GetBoolean();
        Assert.Equal(holds ? ExitCode.Ok : ExitCode.CheckFailed, first.Exit);
        Assert.Equal(s_asked, first.Result.GetProperty("lines").EnumerateArray().Where(l => l.GetProperty("isAsked").GetBoolean()).Select(l => l.GetProperty("id").GetString()));
        Assert.Equal(first.Result.GetProperty("lines").GetRawText(), again.Result.GetProperty("lines").GetRawText());
        Assert.Equal(File.ReadAllText(folder.PathOf("a.md")), File.ReadAllText(folder.PathOf("b.md")));
        Assert.Contains("seed 2, 1 of 1", first.Error);
    }

    [Fact]
    public async Task Study_ConditionMissing_NamesItAndTrainsNothing()
    {
        using FanFolder recordings = FanFolder.WithEveryCondition(5);
        File.Delete(Path.Combine(recordings.Path, "fan_0_med_1_weight.csv"));
        File.Delete(Path.Combine(recordings.Path, "fan_0_low_0_weight-moving.csv"));

        CommandRun run = await CommandRun.RunAsync("study", "--data", recordings.Path);

        CommandAssert.Fails(run, ExitCode.BadInput);
        Assert.Contains("medium speed, fault; moving", run.Error);
        Assert.DoesNotContain("seed 1", run.Error);
    }

    [Theory]
    [InlineData("--seeds", "0")]
    [InlineData("--seed", "0")]
    [InlineData("--seeds", "101")]
    public async Task Study_SeedOutOfRange_IsUsage(string option, string value) =>
        CommandAssert.Fails(await CommandRun.RunAsync("study", "--data", ".", option, value), ExitCode.Usage);

    private static Task<CommandRun> Run(FanFolder recordings, string report) =>
        CommandRun.RunAsync("study", "--data", recordings.Path, "--seed", "2", "--seeds", "1", "--report", report, "--json");
}
