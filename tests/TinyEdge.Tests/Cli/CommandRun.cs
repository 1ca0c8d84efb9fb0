using System.Text.Json;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;

namespace TinyEdge.Tests.Cli;

/// <summary>One run of the command, as a user's shell sees it: exit code, standard output and standard error apart.</summary>
internal sealed record CommandRun(ExitCode Exit, string Out, string Error)
{
    /// <summary>The result object of a <c>--json</c> answer.</summary>
    public JsonElement Result => JsonDocument.Parse(Out).RootElement.GetProperty("result");

    public static async Task<CommandRun> RunAsync(params string[] args)
    {
        StringWriter output = new();
        StringWriter error = new();
        int exit = await CliApplication.RunAsync(args, new CliConsole(output, error, isErrorInteractive: false));
        return new CommandRun((ExitCode)exit, output.ToString(), error.ToString());
    }

    public static string ModelFolder(string name) => Path.Combine(Repository.Root, "models", name);
}
