using System.CommandLine;
using System.Text;
using System.Text.Json;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Faults.Soak;

namespace TinyEdge.Cli.Faults;

internal sealed class SoakCommand : CliCommand
{
    private const long MostWindows = 1_000_000_000;
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Option<long> _windows = new("--windows", "-n") { Description = "Windows to classify, 1 to 1,000,000,000. A million take some minutes.", DefaultValueFactory = _ => 1_000_000 };
    private readonly Option<int> _seed = new("--seed") { Description = "Same seed, same run.", DefaultValueFactory = _ => 1 };
    private readonly Option<FileInfo?> _report = new("--report") { Description = "Write the figures to this file: .md, .json or .html." };

    public SoakCommand(CliConsole console)
        : base(console, "soak", "Let a virtual device run for days of its own time at full speed while it is updated, cut off and damaged at random, and compare every decision and every counter with an independent count. Exits with 9 when something does not hold.")
    {
        Options.Add(_windows);
        Options.Add(_seed);
        Options.Add(_report);
        _windows.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() is < 1 or > MostWindows)
            {
                result.AddError("--windows takes 1 to 1,000,000,000.");
            }
        });
    }

    public override IReadOnlyList<string> Examples { get; } = ["tinyedge soak --windows 20000", "tinyedge soak --windows 1000000 --seed 1 --report soak.md"];

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        string? path = context.Parsed.GetValue(_report)?.FullName;
        string kind = Path.GetExtension(path ?? ".md").ToLowerInvariant();
        if (kind is not (".md" or ".json" or ".html"))
        {
            throw new TinyEdgeException(ExitCode.Usage, $"'{path}' is no kind of report.", "The name ends in none of .md, .json and .html.", "Name the file soak.md.");
        }

        SoakOptions options = new(context.Parsed.GetValue(_windows), context.Parsed.GetValue(_seed));
        Progress progress = new(context.Console, options.Windows);
        SoakFigures figures = await Task.Run(() => SoakRun.Run(options, progress, context.Cancellation), context.Cancellation).ConfigureAwait(false);
        SoakReport report = new(FormattableString.Invariant($"tinyedge soak --windows {options.Windows} --seed {options.Seed}"), options, figures);
        if (path is not null)
        {
            string text = kind == ".md" ? report.ToMarkdown() : kind == ".html" ? report.ToHtml() : JsonSerializer.Serialize(report, s_json) + "\n";
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(text), overwrite: true);
            context.Console.Say($"figures in {path}");
        }

        context.Write(new { options.Seed, figures.Holds, Figures = figures }, () => WriteText(context.Console, report));
        return figures.Holds ? ExitCode.Ok : ExitCode.CheckFailed;
    }

    private static void WriteText(CliConsole console, SoakReport report)
    {
        foreach ((string name, string value) in report.Rows())
        {
            console.Out.WriteLine($"{name,-70} {value,15}");
        }

        foreach (string violation in report.Figures.Violations)
        {
            console.Out.WriteLine($"VIOLATION: {violation}");
        }

        console.Out.WriteLine(report.Figures.Holds ? "PASS" : "FAIL");
    }

    private sealed class Progress(CliConsole console, long windows) : IProgress<long>
    {
        public void Report(long value) => console.Say(FormattableString.Invariant($"{value:N0} of {windows:N0} windows"));
    }
}
