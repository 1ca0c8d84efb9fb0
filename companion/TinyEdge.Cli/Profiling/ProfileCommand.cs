using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Cli.Evaluation;
using TinyEdge.Companion;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Companion.Profiling;
using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training;
using TinyEdge.Runtime.Dsp;

namespace TinyEdge.Cli.Profiling;

internal sealed class ProfileCommand : CliCommand
{
    private const int SyntheticKinds = 6;

    private readonly Option<FileInfo?> _recording = new("--recording", "-r") { Description = "CSV (x,y,z in g) or 16-bit PCM WAV to run over, again and again. Default: synthetic signals that are the same on every machine." };
    private readonly PipelineSource _source = new();

    public ProfileCommand(CliConsole console)
        : base(console, "profile", "Show what a pipeline takes: pool bytes on the device by owner, allocations, multiply-accumulates, and times on this machine. Exits with 9 when it is over its memory budget or allocates.")
    {
        _source.AddTo(this);
        Options.Add(_recording);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge profile --model models/fan-reference",
        "tinyedge profile --bundle fan.teb --recording monday.csv --json",
    ];

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        LoadedPipeline pipeline = _source.Load(context);
        FileInfo? recording = context.Parsed.GetValue(_recording);
        PipelineProfiler profiler = new(pipeline.Parts, pipeline.Id, pipeline.BudgetBytes);
        IReadOnlyList<short[]> signals = recording is null
            ? GoldenWindows.Signals(SyntheticKinds, profiler.SamplesToFirstInference, seed: 1)
            : Read(recording.FullName, profiler, context.Console);
        string input = recording?.Name ?? "synthetic signals";
        context.Console.Say($"running {pipeline.Id} over {PipelineProfiler.DefaultWindows:N0} windows from {input}, after a warm-up");
        PipelineProfile profile = await Task.Run(() => profiler.Run(signals), context.Cancellation).WaitAsync(context.Cancellation).ConfigureAwait(false);
        ProfileView view = new(pipeline.Id, input, profile);
        context.Write(view.ToJson(), () => view.WriteText(context.Console));
        return Judge(context.Console, profile);
    }

    private static ExitCode Judge(CliConsole console, PipelineProfile profile)
    {
        if (!profile.IsWithinBudget)
        {
            console.Say($"error: the pools take {profile.PoolBytes:N0} bytes on the device, {profile.PoolBytes - profile.PoolBudgetBytes:N0} more than peakRamBudgetBytes");
        }

        if (profile.AllocatedBytes > 0)
        {
            console.Say($"error: the pipeline allocated {profile.AllocatedBytes:N0} bytes after start-up; it must not allocate at all");
        }

        return profile.IsWithinBudget && profile.AllocatedBytes == 0 ? ExitCode.Ok : ExitCode.CheckFailed;
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
