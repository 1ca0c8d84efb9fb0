using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Cli.Pictures;
using TinyEdge.Companion;
using TinyEdge.Companion.Augmentation;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Recordings;
using TinyEdge.Runtime.Dsp;

namespace TinyEdge.Cli.Evaluation;

internal sealed class EvaluateCommand : CliCommand
{
    private const string Judged = "judged";
    private const string Training = "training";
    private const string All = "all";

    private readonly Option<string> _data = new("--data", "-d") { Description = "A data set (tinyedge data import), a folder of recordings, or one recording: CSV (x,y,z in g) or 16-bit PCM WAV. Files named fan_0_SPEED_WEIGHTS_weight[-moving].csv are judged by what their names say.", Required = true };
    private readonly Option<string> _part = new("--part") { Description = "Data sets: 'judged' is the verdict part of the split, 'training' the rest. Fan recordings: 'judged' is the last 40 % of each file (of a moving one the last half), which the shipped models have not been trained on.", DefaultValueFactory = _ => Judged };
    private readonly Option<double?> _minAccuracy = new("--min-balanced-accuracy") { Description = "Data sets and fan recordings: exit with 9 below this, 0 to 1." };
    private readonly Option<double?> _maxAlarms = new("--max-moving-false-alarms") { Description = "Fan recordings only: exit with 9 when a larger share of the moving recordings is called faulty, 0 to 1." };
    private readonly Option<string?> _split = new("--split") { Description = $"Data sets only: the split's file; {DataSplit.FileName} in the set unless told." };
    private readonly Option<bool> _robustness = new("--robustness") { Description = "Data sets and fan recordings: make the verdict part worse, effect by effect and step by step, and show how accuracy falls." };
    private readonly RobustnessOptions _sweep = new();
    private readonly PipelineSource _source = new();

    public EvaluateCommand(CliConsole console)
        : base(console, "evaluate", "Run a pipeline, with the code that devices run, over recordings and say how often it is right.")
    {
        _part.AcceptOnlyFromAmong(Judged, Training, All);
        Options.Add(_data);
        _source.AddTo(this);
        Options.Add(_part);
        AddRatio(_minAccuracy);
        AddRatio(_maxAlarms);
        Options.Add(_split);
        Options.Add(_robustness);
        _sweep.AddTo(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge evaluate --data fan-vibration --model models/fan-reference",
        "tinyedge evaluate --data fan-vibration --bundle fan.teb --min-balanced-accuracy 0.92 --max-moving-false-alarms 0.05",
        "tinyedge evaluate --data pump --model pump-model --min-balanced-accuracy 0.95",
        "tinyedge evaluate --data fan --model models/fan-reference --robustness --picture robustness.png",
        "tinyedge evaluate --data site-17/monday.csv --bundle fan.teb --json",
    ];

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        _sweep.RequireUsed(context, context.Parsed.GetValue(_robustness));
        LoadedPipeline pipeline = _source.LoadPlanned(context);
        string data = Path.GetFullPath(context.Parsed.GetRequiredValue(_data));
        return await Task.Run(() => Evaluate(context, pipeline, data), context.Cancellation).WaitAsync(context.Cancellation).ConfigureAwait(false);
    }

    private ExitCode Evaluate(CommandContext context, LoadedPipeline pipeline, string data)
    {
        try
        {
            if (DataSet.IsDataSet(data) || context.Parsed.GetValue(_robustness))
            {
                return context.Parsed.GetValue(_robustness) ? Sweep(context, pipeline, data) : EvaluateSet(context, pipeline, data);
            }

            return FanVibrationLayout.IsFanFolder(data) ? EvaluateFan(context, pipeline, data) : EvaluatePlain(context, pipeline, data);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException($"The recordings at {data} cannot be read.", error.Message, "Check the path and your rights to it.", error);
        }
    }

    private ExitCode EvaluateSet(CommandContext context, LoadedPipeline pipeline, string data)
    {
        RequireUnused(context, data, "A data set has no recordings that are moving by name: its strata say so.", _maxAlarms);
        DataSetPart loaded = DataSetPart.Load(data, context.Parsed.GetValue(_split));
        string part = context.Parsed.GetRequiredValue(_part);
        IReadOnlyList<DataRecording> recordings = part switch
        {
            Judged => loaded.RequireSplit().Verdict.Recordings,
            Training => loaded.RequireSplit().TrainAndTune.Recordings,
            _ => loaded.Set.Recordings,
        };
        context.Console.Say($"running {pipeline.Id} over {recordings.Count:N0} recordings");
        ClassReport report = new ClassEvaluator(pipeline.OpenModel()).Run(recordings);
        IReadOnlyList<LimitCheck> limits = context.Parsed.GetValue(_minAccuracy) is double least ? [LimitCheck.AtLeast("balanced accuracy", least, report.BalancedAccuracyRatio)] : [];
        ClassView view = new(pipeline.Id, part, report, limits);
        context.Write(view.ToJson(), () => view.WriteText(context.Console));
        return SayMissed(context.Console, limits);
    }

    private ExitCode Sweep(CommandContext context, LoadedPipeline pipeline, string data)
    {
        RequireUnused(context, data, "--robustness judges the verdict part and sets no limits.", _part, _minAccuracy, _maxAlarms);
        DataSplit split = DataSetPart.Load(data, context.Parsed.GetValue(_split)).RequireSplit();
        RobustnessSweep sweep = _sweep.Open(context, pipeline, split);
        RobustnessReport report = sweep.Run(split.Verdict, (done, all) => SayProgress(context.Console, done, all), context.Cancellation);
        _sweep.Draw(context, pipeline.Id, report);
        RobustnessView view = new(pipeline.Id, report);
        context.Write(view.ToJson(), () => view.WriteText(context.Console));
        return ExitCode.Ok;
    }

    private static void SayProgress(CliConsole console, int done, int all)
    {
        if (done % 10 == 0 || done == all)
        {
            console.Say($"  {done} of {all} points");
        }
    }

    private static void RequireUnused(CommandContext context, string data, string why, params Option[] options)
    {
        foreach (Option option in options)
        {
            if (context.Parsed.GetResult(option) is { Implicit: false })
            {
                throw new TinyEdgeException(ExitCode.Usage, $"{option.Name} does not apply to {data}.", why, $"Leave {option.Name} out.");
            }
        }
    }

    private static ExitCode SayMissed(CliConsole console, IReadOnlyList<LimitCheck> limits)
    {
        foreach (LimitCheck missed in limits.Where(limit => !limit.Held))
        {
            console.Say($"error: a limit was missed: {missed}");
        }

        return limits.All(limit => limit.Held) ? ExitCode.Ok : ExitCode.CheckFailed;
    }

    private ExitCode EvaluateFan(CommandContext context, LoadedPipeline pipeline, string data)
    {
        Evaluator evaluator = new(pipeline.OpenModel());
        string part = context.Parsed.GetRequiredValue(_part);
        SayIgnored(context.Console, data);
        context.Console.Say($"reading {data}");
        IReadOnlyList<LabelledRecording> recordings = FanEvaluation.Load(data, part switch { Judged => FanPart.Verdict, Training => FanPart.Training, _ => FanPart.All });
        context.Console.Say($"running {pipeline.Id} over {recordings.Count:N0} recordings");
        EvaluationReport report = evaluator.Run(recordings);
        IReadOnlyList<LimitCheck> limits = Limits(context.Parsed, report.Summary);
        FanView view = new(pipeline.Id, part, report, limits);
        context.Write(view.ToJson(), () => view.WriteText(context.Console));
        return SayMissed(context.Console, limits);
    }

    private ExitCode EvaluatePlain(CommandContext context, LoadedPipeline pipeline, string data)
    {
        foreach (Option option in new Option[] { _part, _minAccuracy, _maxAlarms, _split })
        {
            if (context.Parsed.GetResult(option) is { Implicit: false })
            {
                throw new TinyEdgeException(
                    ExitCode.Usage, $"{option.Name} does not apply to {data}.", "No file in it is named fan_0_SPEED_WEIGHTS_weight.csv, so what is right is not known.", $"Leave {option.Name} out, or name the folder of the fan recordings.");
            }
        }

        RecordingEvaluation evaluation = new(pipeline.Parts, pipeline.Id);
        PreprocessingConfig config = pipeline.Parts.Prepare(out _, pipeline.Id).Features.Config;
        IReadOnlyList<Recording> recordings = RecordingFiles.Load(data, config.SampleRate, context.Console);
        context.Console.Say($"running {pipeline.Id} over {recordings.Count:N0} recordings");
        PlainView view = new(pipeline.Id, evaluation.ScoreClass, evaluation.Run(recordings));
        context.Write(view.ToJson(), () => view.WriteText(context.Console));
        return ExitCode.Ok;
    }

    private IReadOnlyList<LimitCheck> Limits(ParseResult parsed, EvaluationSummary summary)
    {
        List<LimitCheck> limits = [];
        if (parsed.GetValue(_minAccuracy) is double accuracy)
        {
            limits.Add(LimitCheck.AtLeast("balanced accuracy", accuracy, summary.BalancedAccuracyRatio));
        }

        if (parsed.GetValue(_maxAlarms) is double alarms)
        {
            limits.Add(LimitCheck.AtMost("moving called faulty", alarms, summary.MovingFalseAlarmRatio));
        }

        return limits;
    }

    private static void SayIgnored(CliConsole console, string folder)
    {
        string[] ignored = [.. RecordingFiles.Find(folder).Select(Path.GetFileName).Where(name => FanVibrationLayout.ParseName(name!) is null || !name!.EndsWith(".csv", StringComparison.Ordinal))!];
        if (ignored.Length > 0)
        {
            console.Say($"ignored, as their names do not say what is right: {string.Join(", ", ignored)}");
        }
    }

    private void AddRatio(Option<double?> option)
    {
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is double value && !(value >= 0 && value <= 1))
            {
                result.AddError($"{option.Name} is a share from 0 to 1, such as 0.92.");
            }
        });
        Options.Add(option);
    }
}
