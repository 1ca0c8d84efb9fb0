using System.CommandLine;
using System.Text;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Faults.Campaigns;
using TinyEdge.Faults.Cases;
using TinyEdge.Faults.Endurance;
using TinyEdge.Faults.Mutants;
using TinyEdge.Faults.Scenarios;

namespace TinyEdge.Cli.Faults;

internal sealed class FaultsCommand : CliCommand
{
    private readonly Option<bool> _list = new("--list") { Description = "List scenarios, modes and seeded bugs; run nothing." };
    private readonly Option<string[]> _scenarios = new("--scenario", "-s") { Description = "Run this scenario only; may be given more than once. Default: all." };
    private readonly Option<string?> _case = new("--case") { Description = "Run the one case of this id, as a campaign prints it: confirm/3:TornHalf+1:Before." };
    private readonly Option<bool> _long = new("--long", "--all") { Description = "Every pair of cuts, 1,000 seeds of five random cuts a scenario, every bit of the records: more than 100,000 cases, several minutes. Default: every single cut and error and a sample of the rest, under a minute." };
    private readonly Option<int?> _seeds = new("--seeds") { Description = "Seeds of five random cuts, a scenario, 0 to 1,000,000." };
    private readonly Option<int> _threads = new("--threads") { Description = "Threads, 1 to 256; the result does not depend on it.", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly Option<bool> _mutants = new("--mutants") { Description = "Compile the device's sources with one seeded bug after the other and run the campaign against each. Exits with 9 when it stays green. Needs a checkout of the repository." };
    private readonly Option<int?> _endurance = new("--endurance") { Description = "Also make so many updates in a row, 1 to 1,000,000, and count the erases of each block (estimated by a model of LittleFS)." };
    private readonly Option<FileInfo?> _report = new("--report") { Description = "Write the figures to this file: .md for Markdown, .json for JSON." };

    public FaultsCommand(CliConsole console)
        : base(console, "faults", "Cut the power of a virtual device at every flash operation of an update, in every way, cut the recovery too, let flash operations fail, and check after each case that nothing is bricked, mixed up, forgotten or untrue. Exits with 9 when an invariant did not hold.")
    {
        Options.Add(_list);
        Options.Add(_scenarios);
        Options.Add(_case);
        Options.Add(_long);
        Options.Add(_seeds);
        Options.Add(_threads);
        Options.Add(_mutants);
        Options.Add(_endurance);
        Options.Add(_report);
        OptionRange.Require(_seeds, 0, 1_000_000);
        OptionRange.Require(_endurance, 1, 1_000_000);
        OptionRange.Require(_threads, 1, 256);
        Validators.Add(result =>
        {
            if (result.GetValue(_case) is not null && (result.GetValue(_mutants) || result.GetValue(_long) || result.GetValue(_endurance) is not null))
            {
                result.AddError("--case runs one case; it goes with none of --long, --mutants and --endurance.");
            }
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge faults",
        "tinyedge faults --scenario confirm --scenario revert",
        "tinyedge faults --case confirm/3:TornHalf+1:Before",
        "tinyedge faults --long --report faults.md",
        "tinyedge faults --mutants",
        "tinyedge faults --scenario first-boot --endurance 10000",
    ];

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        string? report = context.Parsed.GetValue(_report)?.FullName;
        RequireKnownKind(report);
        if (context.Parsed.GetValue(_list))
        {
            context.Write(FaultsView.ListToJson(), () => FaultsView.WriteList(context.Console));
            return ExitCode.Ok;
        }

        if (context.Parsed.GetValue(_case) is { } id)
        {
            return RunOne(context, id);
        }

        return await Task.Run(() => RunAll(context, report), context.Cancellation).ConfigureAwait(false);
    }

    private static ExitCode RunOne(CommandContext context, string id)
    {
        FaultCase faultCase = FaultCase.Parse(id);
        CaseResult result = CaseRunner.Run(faultCase);
        if (!result.Happened)
        {
            context.Console.Say("note: an operation that this id names is not reached; the device was reset at the end instead");
        }

        context.Write(new { Case = faultCase.Id, Holds = result.Violation is null, result.Violation, result.Boots, Recovery = result.Recovery.Select(o => $"{o.Kind} {o.Name}") }, () =>
            context.Console.Out.WriteLine(result.Violation is null ? $"PASS: {faultCase.Id}, stable after {result.Boots} boots" : $"FAIL: {faultCase.Id}: {result.Violation}"));
        return result.Violation is null ? ExitCode.Ok : ExitCode.CheckFailed;
    }

    private ExitCode RunAll(CommandContext context, string? report)
    {
        CampaignOptions options = OptionsOf(context);
        FaultsProgress progress = new(context.Console);
        CampaignReport made = context.Parsed.GetValue(_mutants)
            ? new CampaignReport(CommandLine(context), null, null, RunMutants(context, options, progress))
            : new CampaignReport(CommandLine(context), RunCampaign(context, options, progress), RunEndurance(context, progress), []);
        FaultsView view = new(made);
        if (report is not null)
        {
            string text = report.EndsWith(".md", StringComparison.OrdinalIgnoreCase) ? made.ToMarkdown() : view.ToJsonText();
            AtomicFile.Write(report, Encoding.UTF8.GetBytes(text), overwrite: true);
            context.Console.Say($"figures in {report}");
        }

        context.Write(view.ToJson(), () => view.WriteText(context.Console));
        return view.Holds ? ExitCode.Ok : ExitCode.CheckFailed;
    }

    private static CampaignResult RunCampaign(CommandContext context, CampaignOptions options, FaultsProgress progress)
    {
        context.Console.Say($"cutting power in {options.Scenarios.Count} scenarios on {options.Threads} threads");
        return Campaign.Run(options, progress.Cases, context.Cancellation);
    }

    private EnduranceFigures? RunEndurance(CommandContext context, FaultsProgress progress) =>
        context.Parsed.GetValue(_endurance) is { } cycles ? EnduranceRun.Run(cycles, progress.Updates, context.Cancellation) : null;

    private static List<(Mutant, MutantFinding)> RunMutants(CommandContext context, CampaignOptions options, FaultsProgress progress)
    {
        MutantRunner runner = new(MutantRunner.FindRepository(Environment.CurrentDirectory));
        string[] scenarios = options.Scenarios.Count == ScenarioCatalog.All.Count ? [] : [.. options.Scenarios.Select(scenario => scenario.Name)];
        List<(Mutant, MutantFinding)> found = [];
        foreach (Mutant mutant in MutantCatalog.All)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            MutantFinding finding = runner.Run(mutant, scenarios, options.Threads);
            progress.Mutant(mutant, finding);
            found.Add((mutant, finding));
        }

        return found;
    }

    private CampaignOptions OptionsOf(CommandContext context)
    {
        CampaignOptions options = context.Parsed.GetValue(_long) ? CampaignOptions.Long : CampaignOptions.Short;
        string[] names = context.Parsed.GetValue(_scenarios) ?? [];
        return options with
        {
            Scenarios = names.Length == 0 ? ScenarioCatalog.All : [.. names.Distinct().Select(ScenarioCatalog.Find)],
            Seeds = context.Parsed.GetValue(_seeds) ?? options.Seeds,
            Threads = context.Parsed.GetValue(_threads),
        };
    }

    private static string CommandLine(CommandContext context) => "tinyedge " + string.Join(' ', context.Parsed.Tokens.Select(token => token.Value));

    private static void RequireKnownKind(string? path)
    {
        if (path is not null && Path.GetExtension(path).ToLowerInvariant() is not (".md" or ".json"))
        {
            throw new TinyEdgeException(ExitCode.Usage, $"'{path}' is no kind of report.", "The name ends in neither .md nor .json.", "Name the file report.md or report.json.");
        }
    }
}
