using System.Text.Json;
using TinyEdge.Companion;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.Cli;

public class FaultsCommandTests
{
    [Fact]
    public async Task List_NamesScenariosModesAndBugs()
    {
        CommandRun run = await CommandRun.RunAsync("faults", "--list");
        Assert.Equal((ExitCode.Ok, ""), (run.Exit, run.Error));
        Assert.All((string[])["stage-after-revert", "TornHalf", "EraseNoop", "crc-partial"], word => Assert.Contains(word, run.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Case_OfAnId_RunsThatCase()
    {
        CommandRun run = await CommandRun.RunAsync("faults", "--case", "confirm/3:TornHalf+1:Before", "--json");
        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.Equal(("confirm/3:TornHalf+1:Before", true), (run.Result.GetProperty("case").GetString(), run.Result.GetProperty("holds").GetBoolean()));
    }

    [Theory]
    [InlineData("nowhere/1:Before", "nowhere")]
    [InlineData("confirm/1:Sideways", "1:Sideways")]
    [InlineData("confirm/x", "'x'")]
    [InlineData("confirm/1:Rot", "1:Rot")]
    public async Task Case_NoSuch_SaysWhatIsWrong(string id, string named)
    {
        CommandRun run = await CommandRun.RunAsync("faults", "--case", id);
        Assert.Equal((ExitCode.Usage, ""), (run.Exit, run.Out));
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.Contains("do:", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("faults", "--threads", "0")]
    [InlineData("faults", "--seeds", "-1")]
    [InlineData("faults", "--case", "confirm/1:Before", "--mutants")]
    [InlineData("faults", "--scenario", "nowhere")]
    [InlineData("faults", "--report", "figures.pdf")]
    public async Task Arguments_Wrong_AreRefused(params string[] arguments)
    {
        CommandRun run = await CommandRun.RunAsync(arguments);
        Assert.Equal((ExitCode.Usage, ""), (run.Exit, run.Out));
    }

    [Fact]
    public async Task Scenario_WithEnduranceAndReport_PrintsAndWritesTheSameFigures()
    {
        using TemporaryFolder folder = new();
        string[] arguments = ["faults", "--scenario", "first-key", "--seeds", "2", "--endurance", "2", "--report"];
        CommandRun run = await CommandRun.RunAsync([.. arguments, folder.PathOf("figures.md")]);
        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.Contains("PASS", run.Out, StringComparison.Ordinal);
        string markdown = File.ReadAllText(folder.PathOf("figures.md"));
        Assert.Contains("| first-key |", markdown, StringComparison.Ordinal);
        Assert.Contains("## Endurance", markdown, StringComparison.Ordinal);

        run = await CommandRun.RunAsync([.. arguments, folder.PathOf("figures.json"), "--json"]);
        JsonElement saved = JsonDocument.Parse(File.ReadAllText(folder.PathOf("figures.json"))).RootElement.GetProperty("result");
        Assert.Equal(run.Result.GetRawText(), saved.GetRawText());
        Assert.Equal(0, saved.GetProperty("violations").GetInt32());
    }
}
