using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Security.Cryptography;
using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Training;

namespace TinyEdge.Cli.Training;

internal sealed class TrainReferenceCommand : CliCommand
{
    private const int MaxSeeds = 100;

    private readonly Option<DirectoryInfo> _data = new("--data", "-d") { Description = "Folder with the fan recordings (fan_0_SPEED_WEIGHTS_weight[-moving].csv).", Required = true };
    private readonly Option<DirectoryInfo> _output = new("--out", "-o") { Description = "Folder that receives fan-reference and fan-baseline, each with model.tem, training.json and MODEL_CARD.md; files of these names are replaced.", Required = true };
    private readonly Option<int> _seed = new("--seed") { Description = "Seed of the models written. Those in models/ were made with 1.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _seeds = new("--seeds") { Description = "Seeds to train with, from --seed on: the card shows them all, the first one is written. Those in models/ were made with 5.", DefaultValueFactory = _ => ReferenceTraining.DefaultSeeds };

    public TrainReferenceCommand(CliConsole console)
        : base(console, "train-reference", "Train the models that TinyEdge ships again. The same recordings and seeds give the same bytes.")
    {
        foreach (Option option in new Option[] { _data, _output, _seed, _seeds })
        {
            Options.Add(option);
        }

        OptionRange.Require(_seed, 1, int.MaxValue - MaxSeeds);
        OptionRange.Require(_seeds, 1, MaxSeeds);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge train-reference --data fan-vibration --out models",
        "tinyedge train-reference --data fan-vibration --out trial --seed 7 --seeds 1",
    ];

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        ParseResult parsed = context.Parsed;
        string output = parsed.GetRequiredValue(_output).FullName;
        IReadOnlyList<TrainingOutcome> outcomes = await Task.Run(
            () => Train(parsed.GetRequiredValue(_data).FullName, output, parsed.GetValue(_seed), parsed.GetValue(_seeds), context.Console.Error),
            context.Cancellation).WaitAsync(context.Cancellation).ConfigureAwait(false);
        object[] models = [.. outcomes.Select(outcome => ToJson(outcome, output))];
        context.Write(new { Models = models }, () => WriteText(context.Console, outcomes, output));
        context.Console.Say("A bundle also needs deployment.json and thresholds.json in the folder; the card recommends the levels.");
        return ExitCode.Ok;
    }

    private static IReadOnlyList<TrainingOutcome> Train(string data, string output, int seed, int seeds, TextWriter log)
    {
        try
        {
            return ReferenceTraining.Run(data, output, seed, log, seeds);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TinyEdgeException(ExitCode.BadInput, $"The models were not written to {output}.", error.Message, "Check the folder, its permissions and the space left.", inner: error);
        }
    }

    private static object ToJson(TrainingOutcome outcome, string output) => new
    {
        outcome.Recipe.Name,
        outcome.Seed,
        Path = PathOf(outcome, output),
        Bytes = outcome.Model.Component.Length,
        Sha256 = Digest(outcome),
        outcome.Int8.Summary.BalancedAccuracyRatio,
        FloatBalancedAccuracyRatio = outcome.Float.BalancedAccuracyRatio,
        outcome.Int8.Summary.MovingFalseAlarmRatio,
    };

    private static void WriteText(CliConsole console, IReadOnlyList<TrainingOutcome> outcomes, string output)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("model");
        foreach (string heading in new[] { "seed", "balanced accuracy", "moving called faulty", "bytes" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (TrainingOutcome outcome in outcomes)
        {
            table.AddRow(
                outcome.Recipe.Name,
                outcome.Seed.ToString(CultureInfo.InvariantCulture),
                FigureText.Ratio(outcome.Int8.Summary.BalancedAccuracyRatio),
                FigureText.Ratio(outcome.Int8.Summary.MovingFalseAlarmRatio),
                outcome.Model.Component.Length.ToString("N0", CultureInfo.InvariantCulture));
        }

        console.Results.Write(table);
        foreach (TrainingOutcome outcome in outcomes)
        {
            console.Out.WriteLine($"SHA-256 {Digest(outcome)}  {PathOf(outcome, output)}");
        }
    }

    private static string PathOf(TrainingOutcome outcome, string output) => Path.Combine(output, outcome.Recipe.Name, ReferenceTraining.ModelFileName);

    private static string Digest(TrainingOutcome outcome) => Convert.ToHexStringLower(SHA256.HashData(outcome.Model.Component));
}
