using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Cli.Evaluation;
using TinyEdge.Companion;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Validation;

namespace TinyEdge.Cli.Validation;

internal sealed class ValidateCommand : CliCommand
{
    private readonly Argument<DirectoryInfo> _model = new("model") { Description = "Folder of a model: model.tem, training.json (the float network that it was made from), thresholds.json." };
    private readonly Option<DirectoryInfo> _data = new("--data", "-d") { Description = "A data set, or the folder of the fan recordings.", Required = true };
    private readonly Option<FileInfo?> _split = new("--split") { Description = $"A split of the data set; {DataSplit.FileName} in the set unless told." };
    private readonly Option<double> _loss = new("--max-loss-points") { Description = "Points of balanced accuracy that INT8 may lose against float, overall and in any stratum.", DefaultValueFactory = _ => new ValidationOptions().MaxLossPoints };
    private readonly Option<int> _least = new("--min-stratum") { Description = "Strata with fewer recordings are shown and not judged.", DefaultValueFactory = _ => new ValidationOptions().LeastStratumSamples };
    private readonly Option<DirectoryInfo?> _tune = new("--tune") { Description = "Choose the ranges of the layers anew on the tuning part, keep what helps, and write the model into this folder, which must not exist." };
    private readonly Option<FileInfo?> _report = new("--report") { Description = "Write the whole report as one HTML file that needs nothing else." };
    private readonly Option<DirectoryInfo?> _pictures = new("--pictures") { Description = "Write layers, curves and confusion as PNG and SVG into this folder." };

    public ValidateCommand(CliConsole console)
        : base(console, "validate", "Compare the float network, the fake-quantised one and what the device runs: layer by layer, in accuracy, and in every stratum. Exits with 9 when INT8 loses too much.")
    {
        Arguments.Add(_model);
        foreach (Option option in new Option[] { _data, _split, _loss, _least, _tune, _report, _pictures })
        {
            Options.Add(option);
        }

        _loss.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() is >= 0 and <= 100))
            {
                result.AddError("--max-loss-points is 0 to 100, such as 0.5.");
            }
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge validate models/fan-reference --data fan-vibration --report fan.html",
        "tinyedge validate pump --data pump-set --split pump-set/split.json --max-loss-points 1 --json",
        "tinyedge validate pump --data pump-set --tune pump-tuned",
    ];

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context) =>
        await Task.Run(() => Validate(context), context.Cancellation).WaitAsync(context.Cancellation).ConfigureAwait(false);

    private ExitCode Validate(CommandContext context)
    {
        ValidatedModel model = ValidatedModel.Load(context.Parsed.GetRequiredValue(_model).FullName);
        string folder = context.Parsed.GetRequiredValue(_data).FullName;
        context.Console.Say($"reading {folder}");
        DataSplit split = DataSetPart.Load(folder, context.Parsed.GetValue(_split)?.FullName).RequireSplit();
        SayWhatIsMissing(context.Console, model);
        IReadOnlyList<RangeChange> changes = [];
        if (context.Parsed.GetValue(_tune) is { } target)
        {
            (model, changes) = Tune(context, model, split, target);
        }

        IReadOnlyList<ValidationSample> samples = ValidationSamples.Of(model, split.Set, split.Verdict.Recordings);
        context.Console.Say($"running {samples.Count:N0} recordings that it has not been trained on");
        ValidationOptions options = new() { MaxLossPoints = context.Parsed.GetValue(_loss), LeastStratumSamples = context.Parsed.GetValue(_least) };
        ValidationReport report = ModelValidator.Run(model, Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), "verdict", samples, options);
        WriteFiles(context, report);
        ValidationView view = new(report, changes);
        context.Write(view.ToJson(), () => view.WriteText(context.Console));
        foreach (string failure in report.Failures)
        {
            context.Console.Say($"error: {failure}");
        }

        return report.Passed ? ExitCode.Ok : ExitCode.CheckFailed;
    }

    private static void SayWhatIsMissing(CliConsole console, ValidatedModel model)
    {
        if (model.Trained is null)
        {
            console.Say($"{model.Folder} holds no training.json, so there is no float network to compare with: only what the device computes is shown, and no loss can be judged");
        }
    }

    private static (ValidatedModel Model, IReadOnlyList<RangeChange> Changes) Tune(CommandContext context, ValidatedModel model, DataSplit split, DirectoryInfo target)
    {
        TunedFolder.RequireFree(model, target.FullName);
        context.Console.Say("choosing ranges on the tuning part");
        (ValidatedModel tuned, IReadOnlyList<RangeChange> changes) = TunedFolder.Tune(model, split);
        TunedFolder.Write(model, tuned, target.FullName);
        context.Console.Say(changes.Count == 0 ? $"no other range is better; {target.FullName} holds the same model" : $"wrote {target.FullName}: {changes.Count} ranges changed");
        return (tuned with { Folder = target.FullName }, changes);
    }

    private void WriteFiles(CommandContext context, ValidationReport report)
    {
        if (context.Parsed.GetValue(_pictures) is { } pictures)
        {
            ValidationPictures.SaveAll(report, pictures.FullName);
            context.Console.Say($"wrote pictures into {pictures.FullName}");
        }

        if (context.Parsed.GetValue(_report) is { } file)
        {
            ValidationHtml.Save(report, file.FullName);
            context.Console.Say($"wrote {file.FullName}");
        }
    }
}
