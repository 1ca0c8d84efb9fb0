using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Cli.Evaluation;
using TinyEdge.Companion;
using TinyEdge.CostProfiler.Pipelines;

namespace TinyEdge.Cli.Planning;

internal sealed class PlanCommand : CliCommand
{
    private readonly Argument<FileSystemInfo> _source = new("source") { Description = "A bundle file (.teb), or a folder with deployment.json, model.tem and thresholds.json." };
    private readonly Option<int?> _budget = new("--ram") { Description = "Pool bytes to plan for. Default: peakRamBudgetBytes of the source." };

    public PlanCommand(CliConsole console)
        : base(console, "plan", "Show which weight layout each layer gets: pool bytes, IL instructions and estimated milliseconds, and what the alternatives would have cost. 'bundle' does the same by itself.")
    {
        Arguments.Add(_source);
        Options.Add(_budget);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge plan models/fan-reference",
        "tinyedge plan fan.teb --ram 10240 --json",
    ];

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        LoadedPipeline pipeline = PipelineSource.Load(context.Parsed.GetRequiredValue(_source).FullName);
        int budget = context.Parsed.GetValue(_budget) ?? pipeline.BudgetBytes;
        PlanView view = new(BundlePlanner.Plan(pipeline.Parts, pipeline.Id, budget));
        context.Write(view.ToJson(), () => view.WriteText(context.Console, alternatives: true));
        return Task.FromResult(ExitCode.Ok);
    }
}
