using System.CommandLine;
using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Cli.Evaluation;
using TinyEdge.Companion;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Companion.Validation;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Cli.Validation;

internal sealed class VectorsCommand : CliCommand
{
    private const int Fewest = 4;
    private const int MostFaults = 10_000;

    private readonly Argument<DirectoryInfo> _model = new("model") { Description = "Folder of a model." };
    private readonly Option<DirectoryInfo> _data = new("--data", "-d") { Description = "A data set, or the folder of the fan recordings. Windows come from the parts that may be trained and tuned on; they travel in each bundle.", Required = true };
    private readonly Option<FileInfo?> _split = new("--split") { Description = $"A split of the data set; {DataSplit.FileName} in the set unless told." };
    private readonly Option<int> _count = new("--count", "-n") { Description = $"Vectors to choose, {Fewest} to {GoldenVectorReader.MaxVectors}.", DefaultValueFactory = _ => 12 };
    private readonly Option<int> _faults = new("--faults") { Description = "Single flipped bits of weights to measure detection with.", DefaultValueFactory = _ => 500 };
    private readonly Option<int> _seed = new("--seed") { Description = "Of the faults.", DefaultValueFactory = _ => 1 };

    public VectorsCommand(CliConsole console)
        : base(console, "vectors", $"Choose the golden vectors that a device must reproduce before it trusts a bundle, and measure which faults they show. Writes {GoldenFile.FileName} into the model's folder, where 'bundle' finds it.")
    {
        Arguments.Add(_model);
        foreach (Option option in new Option[] { _data, _split, _count, _faults, _seed })
        {
            Options.Add(option);
        }

        OptionRange.Require(_count, Fewest, GoldenVectorReader.MaxVectors);
        OptionRange.Require(_faults, 1, MostFaults);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge vectors pump --data pump-set",
        "tinyedge vectors models/fan-reference --data fan-vibration --count 16 --faults 2000",
    ];

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context) =>
        await Task.Run(() => Choose(context), context.Cancellation).WaitAsync(context.Cancellation).ConfigureAwait(false);

    private ExitCode Choose(CommandContext context)
    {
        ValidatedModel model = ValidatedModel.Load(context.Parsed.GetRequiredValue(_model).FullName);
        string folder = context.Parsed.GetRequiredValue(_data).FullName;
        context.Console.Say($"reading {folder}");
        DataSplit split = DataSetPart.Load(folder, context.Parsed.GetValue(_split)?.FullName).RequireSplit();
        IReadOnlyList<ValidationSample> samples = ValidationSamples.Of(model, split.Set, split.TrainAndTune.Recordings);
        context.Console.Say($"choosing from {samples.Count:N0} recordings, measuring with {context.Parsed.GetValue(_faults):N0} faults");
        GoldenChoice choice = GoldenSelection.Choose(model, samples, context.Parsed.GetValue(_count), context.Parsed.GetValue(_faults), context.Parsed.GetValue(_seed));
        string path = Path.Combine(model.Folder, GoldenFile.FileName);
        Save(path, choice);
        int bytes = GoldenVectorReader.HeaderBytes + (choice.Chosen.Count * GoldenVectorReader.VectorBytes(choice.Chosen[0].Counts.Length / 3, model.Labels.Count));
        context.Write(
            new { File = path, ComponentBytes = bytes, Vectors = choice.Chosen.Select(w => new { w.Why, w.Source, Samples = w.Counts.Length / 3 }), choice.Detection, choice.Synthetic },
            () => WriteText(context.Console, choice, path, bytes));
        return ExitCode.Ok;
    }

    private static void Save(string path, GoldenChoice choice)
    {
        try
        {
            AtomicFile.Write(path, GoldenFile.Write(choice.Chosen), overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TinyEdgeException(ExitCode.BadInput, $"{path} cannot be written.", error.Message, "Check your rights to the model's folder.", inner: error);
        }
    }

    private static void WriteText(CliConsole console, GoldenChoice choice, string path, int bytes)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("why").AddColumn("from");
        foreach (GoldenWindow window in choice.Chosen)
        {
            table.AddRow(Markup.Escape(window.Why), Markup.Escape(window.Source));
        }

        console.Results.Write(table);
        FaultDetection d = choice.Detection;
        console.Out.WriteLine(FormattableString.Invariant($"of {d.Faults:N0} single flipped bits of weights {d.Refused:N0} are refused when the model is prepared, and {d.Harmful:N0} change the class of a recording"));
        console.Out.WriteLine(Line("these vectors", d));
        console.Out.WriteLine(Line("synthetic ones", choice.Synthetic));
        console.Out.WriteLine(FormattableString.Invariant($"{path}: {choice.Chosen.Count} vectors, {bytes:N0} bytes in a bundle"));
    }

    private static string Line(string name, FaultDetection d) =>
        FormattableString.Invariant($"{name,-15} show {d.HarmfulDetected:N0} of {d.Harmful:N0} harmful faults and {d.Detected:N0} of all");
}
