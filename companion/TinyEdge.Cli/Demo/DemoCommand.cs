using System.CommandLine;
using System.Diagnostics;
using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;

namespace TinyEdge.Cli.Demo;

internal sealed class DemoCommand : CliCommand
{
    private readonly Option<double> _speed = new("--speed") { Description = "Board seconds per real second.", DefaultValueFactory = _ => 4 };
    private readonly Option<int> _seed = new("--seed") { Description = "Seed of the vibration simulator.", DefaultValueFactory = _ => 1 };
    private readonly Option<DirectoryInfo?> _keep = new("--keep") { Description = "Keep the device's folder here instead of deleting it at the end." };

    public DemoCommand(CliConsole console)
        : base(console, "demo", "The whole loop in under a minute: sense, infer, bundle, push, cut, resume, trial, confirm, roll back, refuse.")
    {
        Options.Add(_speed);
        Options.Add(_seed);
        Options.Add(_keep);
    }

    public override IReadOnlyList<string> Examples { get; } = ["tinyedge demo", "tinyedge demo --json > demo.json"];

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        DirectoryInfo? keep = context.Parsed.GetValue(_keep);
        string folder = keep is null ? Directory.CreateTempSubdirectory("tinyedge-demo-").FullName : Directory.CreateDirectory(keep.FullName).FullName;
        long begun = Stopwatch.GetTimestamp();
        DemoScript script = new(context.Console, folder, context.Parsed.GetValue(_speed), context.Parsed.GetValue(_seed), context.Cancellation);
        try
        {
            await script.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            if (keep is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        int failed = script.Results.Count(step => !step.Passed);
        object result = new
        {
            Passed = script.Results.Count - failed,
            Failed = failed,
            DurationSeconds = Math.Round(Stopwatch.GetElapsedTime(begun).TotalSeconds, 1),
            Steps = script.Results,
        };
        context.Write(result, () => WriteTable(context.Console, script.Results));
        context.Console.Say(failed == 0
            ? $"All {script.Results.Count} steps did what they should, in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s."
            : $"error: {failed} of {script.Results.Count} steps did not do what they should.");
        return failed == 0 ? ExitCode.Ok : ExitCode.CheckFailed;
    }

    private static void WriteTable(CliConsole console, IReadOnlyList<StepResult> results)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("", "step", "expected", "observed", "s");
        foreach (StepResult step in results)
        {
            table.AddRow(
                new Text(step.Passed ? "ok" : "FAILED"),
                new Text(step.Name),
                new Text(step.Expected),
                new Text(step.Observed),
                new Text($"{step.DurationSeconds:0.0}"));
        }

        console.Results.Write(table);
    }
}
