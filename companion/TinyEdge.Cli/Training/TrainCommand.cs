using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Training;
using TinyEdge.Companion.Training.Anomaly;
using TinyEdge.Companion.Training.Runs;

namespace TinyEdge.Cli.Training;

internal sealed class TrainCommand : CliCommand
{
    private readonly Argument<string?> _set = new("set") { Description = "A data set with its split, or the folder of the public fan recordings.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _output = new("--out", "-o") { Description = "Folder that receives model.tem, training.json, recipe.json, MODEL_CARD.md and curves.png; files of these names are replaced." };
    private readonly Option<string?> _recipe = new("--recipe", "-r") { Description = "Architecture, front end, augmentation and training; without it, what --print-recipe prints." };
    private readonly Option<string?> _split = new("--split") { Description = "The split; split.json in the set unless told." };
    private readonly Option<int> _seed = new("--seed") { Description = "Of all that is drawn by chance. The same seed gives the same model, bit for bit, on every machine.", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _anomaly = new("--anomaly") { Description = "Learn what is normal from normal recordings alone, and a threshold for a stated rate of false alarms." };
    private readonly Option<bool> _compare = new("--compare") { Description = "Train the network in float and with quantisation in the loop, and a deliberately hard one too, and show what each way to INT8 loses. Writes no model." };
    private readonly Option<bool> _print = new("--print-recipe") { Description = "Print a recipe to start from (with --anomaly: of a detector), and stop." };

    public TrainCommand(CliConsole console)
        : base(console, "train", "Train a network on a data set, with the device's own features and quantisation in the loop.")
    {
        Arguments.Add(_set);
        foreach (Option option in new Option[] { _output, _recipe, _split, _seed, _anomaly, _compare, _print })
        {
            Options.Add(option);
        }
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge train pump -o models/pump",
        "tinyedge train --print-recipe > recipe.json",
        "tinyedge train pump --recipe recipe.json --seed 7 -o models/pump",
        "tinyedge train --anomaly --print-recipe > recipe.json",
        "tinyedge train pump --anomaly -o models/pump-anomaly",
        "tinyedge train fan-vibration --compare",
    ];

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        if (context.Parsed.GetValue(_print))
        {
            context.Console.Out.Write(Encoding.UTF8.GetString(Default(context).ToBytes()));
            return ExitCode.Ok;
        }

        string set = context.Parsed.GetValue(_set)
            ?? throw new TinyEdgeException(ExitCode.Usage, "There is nothing to train on.", "No data set was named.", "Name one: tinyedge train SET -o FOLDER.");
        await Task.Run(() => Train(context, set), context.Cancellation).WaitAsync(context.Cancellation).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private NetworkRecipe Default(CommandContext context) => context.Parsed.GetValue(_anomaly) ? NetworkRecipe.DefaultAnomaly : NetworkRecipe.Default;

    private void Train(CommandContext context, string set)
    {
        string? path = context.Parsed.GetValue(_recipe);
        NetworkRecipe recipe = path is null ? Default(context) : NetworkRecipe.Load(path);
        int seed = context.Parsed.GetValue(_seed);
        bool compares = context.Parsed.GetValue(_compare);
        string? output = context.Parsed.GetValue(_output);
        if (!compares && output is null)
        {
            throw new TinyEdgeException(ExitCode.Usage, "There is nowhere to write the model.", "No folder was named.", "Add -o FOLDER.");
        }

        DataSplit split = TrainingInput.Load(set, context.Parsed.GetValue(_split));
        context.Console.Say($"{split.Set.Recordings.Count} recordings of {split.Set.Labels.Count} classes: {split.Train.Recordings.Count} to train on, {split.Tune.Recordings.Count} to tune on, {split.Verdict.Recordings.Count} to judge on");
        if (compares)
        {
            Compare(context, recipe, split, seed);
        }
        else if (context.Parsed.GetValue(_anomaly))
        {
            TrainAnomaly(context, recipe, split, seed, output!);
        }
        else
        {
            TrainClassifier(context, recipe, split, seed, output!);
        }
    }

    private static void TrainClassifier(CommandContext context, NetworkRecipe recipe, DataSplit split, int seed, string output)
    {
        using TrainingProgress progress = new(context.Console);
        ClassifierOutcome outcome = new ClassifierRun(recipe, split, seed).Run(progress.Observe, context.Cancellation);
        progress.Dispose();
        byte[] recipeBytes = recipe.ToBytes();
        ModelFolder.Write(output, new Dictionary<string, byte[]>
        {
            [ModelFolder.ModelFileName] = outcome.Component,
            [TrainedNetworkFile.FileName] = TrainedNetworkFile.Write(outcome.Trained),
            [NetworkRecipe.FileName] = recipeBytes,
            [ModelFolder.CardFileName] = Encoding.UTF8.GetBytes(TrainingCard.Write(outcome, split, "tinyedge train SET --recipe recipe.json -o FOLDER")),
            [ModelFolder.CurvesFileName] = TrainingCurves.Png(recipe.Name, outcome.Curve),
        });
        string digest = Convert.ToHexStringLower(SHA256.HashData(outcome.Component));
        context.Write(
            new { Folder = output, Seed = seed, outcome.Component.Length, Sha256 = digest, outcome.Epochs, Float = Figures(outcome.Float), Int8 = Figures(outcome.Int8), outcome.Int8.ByStratum, outcome.Int8.Confusion, outcome.Int8.Labels },
            () => TrainingView.Write(context.Console, outcome, output, digest));
    }

    private static void TrainAnomaly(CommandContext context, NetworkRecipe recipe, DataSplit split, int seed, string output)
    {
        AnomalyOutcome outcome = new AnomalyRun(recipe, split, seed).Run();
        ModelFolder.Write(output, new Dictionary<string, byte[]>
        {
            [ModelFolder.ModelFileName] = outcome.Component,
            [TrainedNetworkFile.FileName] = TrainedNetworkFile.Write(outcome.Trained),
            [NetworkRecipe.FileName] = recipe.ToBytes(),
            ["thresholds.json"] = outcome.Thresholds.ToBytes(),
            [ModelFolder.CardFileName] = Encoding.UTF8.GetBytes(AnomalyCard.Write(outcome, split, "tinyedge train SET --anomaly --recipe recipe.json -o FOLDER")),
        });
        string digest = Convert.ToHexStringLower(SHA256.HashData(outcome.Component));
        context.Write(
            new { Folder = output, Seed = seed, outcome.Component.Length, Sha256 = digest, outcome.Threshold, outcome.Strata, outcome.MacsPerInference },
            () => AnomalyView.Write(context.Console, outcome, output, digest));
    }

    private static void Compare(CommandContext context, NetworkRecipe recipe, DataSplit split, int seed)
    {
        using TrainingProgress progress = new(context.Console);
        QuantizationComparison comparison = QuantizationComparison.Run(recipe, split, seed, progress.Observe, context.Cancellation);
        progress.Dispose();
        context.Write(new { Seed = seed, comparison.Rows }, () => ComparisonView.Write(context.Console, comparison));
    }

    private static object Figures(TinyEdge.Companion.Evaluation.ClassReport report) => new { report.Recordings, report.AccuracyRatio, report.BalancedAccuracyRatio };
}
