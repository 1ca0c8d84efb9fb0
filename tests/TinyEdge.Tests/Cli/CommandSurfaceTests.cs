using System.CommandLine;
using TinyEdge.Cli;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;

namespace TinyEdge.Tests.Cli;

/// <summary>Help and usage errors of every command there is.</summary>
public class CommandSurfaceTests
{
    public static TheoryData<string> Commands()
    {
        CliConsole console = new(TextWriter.Null, TextWriter.Null, isErrorInteractive: false);
        TheoryData<string> names = [];
        foreach (Command command in CommandCatalog.Create(console))
        {
            names.Add(command.Name);
            foreach (Command inner in command.Subcommands)
            {
                names.Add($"{command.Name} {inner.Name}");
            }
        }

        return names;
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_OfEveryCommand_ShowsExamplesOfThatCommand(string command)
    {
        CommandRun run = await CommandRun.RunAsync([.. command.Split(' '), "--help"]);

        Assert.Equal((ExitCode.Ok, ""), (run.Exit, run.Error));
        string[] lines = run.Out.Split('\n', StringSplitOptions.TrimEntries);
        int examples = Array.IndexOf(lines, "Examples:");
        Assert.InRange(examples, 1, lines.Length - 2);
        Assert.StartsWith($"tinyedge {command}", lines[examples + 1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_OfTheRoot_ListsCommandsAndExitCodes()
    {
        CommandRun run = await CommandRun.RunAsync("--help");

        Assert.Equal((ExitCode.Ok, ""), (run.Exit, run.Error));
        Assert.All((IEnumerable<object[]>)Commands(), row => Assert.Contains(((string)row[0]).Split(' ')[0], run.Out, StringComparison.Ordinal));
        Assert.Contains("130 interrupted", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData()]
    [InlineData("frobnicate")]
    [InlineData("push")]
    [InlineData("bundle", "folder")]
    [InlineData("bundle", "folder", "--key", "k", "--sequence", "many")]
    [InlineData("verify", "some.teb")]
    [InlineData("health", "--nonsense")]
    [InlineData("key")]
    [InlineData("key", "pub", "k.pem", "--format", "xml")]
    [InlineData("simulate", "--speed", "1000")]
    [InlineData("health", "--device", "tcp://")]
    public async Task Run_UsageError_ExitsWithTwoAndSaysWhatToDo(params string[] args)
    {
        CommandRun run = await CommandRun.RunAsync(args);

        Assert.Equal((ExitCode.Usage, run.Error), (run.Exit, run.Error));
        Assert.Empty(run.Out);
        Assert.Contains("  do:   ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ports_Json_IsAnEnvelope() => CommandAssert.Json(await CommandRun.RunAsync("ports", "--json"), "ports").GetProperty("ports");
}
