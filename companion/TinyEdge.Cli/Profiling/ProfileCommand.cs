using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Cli.Evaluation;
using TinyEdge.Cli.Pictures;
using TinyEdge.Companion;
using TinyEdge.Companion.Profiling;
using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training;
using TinyEdge.CostProfiler.Pipelines;
using TinyEdge.Runtime.Dsp;

namespace TinyEdge.Cli.Profiling;

internal sealed class ProfileCommand : CliCommand
{
    private const int SyntheticKinds = 6;
    private const int MostWindows = 1_000_000;

    private readonly Option<string?> _data = new("--data", "-d", "--recording", "-r") { Description = "Folder of recordings, or one: CSV (x,y,z in g) or 16-bit PCM WAV, to run over, again and again. Default: synthetic and adversarial signals (silence, saturation, noise, alternating full scale) that are the same on every machine." };
    private readonly Option<bool> _withSynthetic = new("--with-synthetic") { Description = "With --data: half recordings, half synthetic and adversarial signals." };
    private readonly Option<int> _windows = new("--windows", "-w") { Description = "Windows to count instructions over, 1 to 1,000,000.", DefaultValueFactory = _ => PipelineCostProfiler.DefaultWindows };
    private readonly Option<FileInfo?> _chart = new("--chart") { Description = "Draw the estimated times of stages and layers: a file that ends in .png or .svg." };
    private readonly PipelineSource _source = new();

    public ProfileCommand(CliConsole console)
        : base(console, "profile", "Show what a pipeline takes on the device: instructions and estimated time of every stage and layer, memory by owner, allocations, stack. Exits with 9 when it is over maxLatencyMs (at the slow estimate) or peakRamBudgetBytes, or allocates.")
    {
        _source.AddTo(this);
        Options.Add(_data);
        Options.Add(_withSynthetic);
        Options.Add(_windows);
        Options.Add(_chart);
        OptionRange.Require(_windows, 1, MostWindows);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge profile --model models/fan-reference",
        "tinyedge profile --bundle fan.teb --data monday.csv --json",
        "tinyedge profile --model models/fan-reference --data fan-vibration --with-synthetic --windows 10000 --chart cost.png",
    ];

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        string? chart = context.Parsed.GetValue(_chart)?.FullName;
        PictureFile.RequireKnownKind(chart, "--chart");
        LoadedPipeline pipeline = _source.LoadPlanned(context);
        string? data = context.Parsed.GetValue(_data);
        bool withSynthetic = context.Parsed.GetValue(_withSynthetic);
        PipelineProfiler profiler = new(pipeline.Parts, pipeline.Id, pipeline.BudgetBytes);
        IReadOnlyList<short[]> recordings = data is null ? [] : Read(data, profiler, context.Console);
        string input = data is null ? "synthetic signals" : Path.GetFileName(Path.TrimEndingDirectorySeparator(data)) + (withSynthetic ? " and synthetic signals" : string.Empty);
        int windows = context.Parsed.GetValue(_windows);

        context.Console.Say($"counting instructions of {pipeline.Id} over {windows:N0} windows from {input}");
        IEnumerable<short[]> signals = data is null ? SignalMix.Synthetic() : withSynthetic ? SignalMix.Mixed(recordings) : SignalMix.Cycle(recordings);
        PipelineCost cost = await Task.Run(() => PipelineCostProfiler.Run(pipeline.Parts, pipeline.Id, signals, windows), context.Cancellation).WaitAsync(context.Cancellation).ConfigureAwait(false);
        context.Console.Say($"timing {pipeline.Id} over {PipelineProfiler.DefaultWindows:N0} windows on this machine, after a warm-up");
        IReadOnlyList<short[]> timed = data is null ? GoldenWindows.Signals(SyntheticKinds, profiler.SamplesToFirstInference, seed: 1) : recordings;
        PipelineProfile profile = await Task.Run(() => profiler.Run(timed), context.Cancellation).WaitAsync(context.Cancellation).ConfigureAwait(false);

        LatencyBudget latency = new(cost, pipeline.MaxLatencyMs);
        ProfileView view = new(pipeline.Id, input, profile, latency);
        context.Write(view.ToJson(), () => view.WriteText(context.Console));
        if (chart is not null)
        {
            PictureFile.Save(chart, (path, isSvg) => CostChart.Save(path, isSvg, pipeline.Id, latency));
            context.Console.Say($"drawn: {chart}");
        }

        return Judge(context.Console, profile, latency);
    }

    private static ExitCode Judge(CliConsole console, PipelineProfile profile, LatencyBudget latency)
    {
        if (!profile.IsWithinBudget)
        {
            console.Say($"error: the pools take {profile.PoolBytes:N0} bytes on the device, {profile.PoolBytes - profile.PoolBudgetBytes:N0} more than peakRamBudgetBytes");
        }

        if (!latency.Holds)
        {
            console.Say(FormattableString.Invariant($"error: the worst hop takes an estimated {latency.WorstMilliseconds:0.0} ms on a slow device, more than the {latency.MaxLatencyMs} ms of maxLatencyMs"));
        }

        if (profile.AllocatedBytes > 0 || latency.Cost.Allocations > 0)
        {
            console.Say($"error: the pipeline allocates after start-up ({latency.Cost.Allocations:N0} times on the device, {profile.AllocatedBytes:N0} bytes here); it must not allocate at all");
        }

        bool holds = profile.IsWithinBudget && latency.Holds && profile.AllocatedBytes == 0 && latency.Cost.Allocations == 0;
        return holds ? ExitCode.Ok : ExitCode.CheckFailed;
    }

    private static IReadOnlyList<short[]> Read(string path, PipelineProfiler profiler, CliConsole console)
    {
        PreprocessingConfig config = profiler.Config;
        IReadOnlyList<Recording> recordings = RecordingFiles.Load(path, config.SampleRate, console);
        int samples = recordings.Sum(recording => recording.SampleCount);
        return samples >= profiler.SamplesToFirstInference
            ? [.. recordings.Select(recording => DeviceSamples.Of(recording, config, out _))]
            : throw new RecordingException(
                $"Recording '{path}' is too short.", $"It has {samples} samples; the first inference takes {profiler.SamplesToFirstInference}.", "Record longer.");
    }
}
