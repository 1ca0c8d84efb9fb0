using System.CommandLine;
using TinyEdge.Bundles;
using TinyEdge.Cli.Console;
using TinyEdge.Cli.Evaluation;
using TinyEdge.Companion;
using TinyEdge.Companion.Bundling;
using TinyEdge.CostProfiler.Footprint;

namespace TinyEdge.Cli.Footprint;

internal sealed class FootprintCommand : CliCommand
{
    private readonly PipelineSource _source = new();
    private readonly Option<FileInfo?> _app = new("--app") { Description = "Application assembly that the bundle would carry, for --model: the device's .pe, or the .dll that it is made of." };

    public FootprintCommand(CliConsole console)
        : base(console, "footprint", "Show what the firmware takes of a device: resident assemblies in flash, and the managed heap at rest by owner. Without a pipeline: running the golden set. Exits with 9 when less than 40 KB of a 100 KB heap stay free.")
    {
        _source.AddTo(this);
        Options.Add(_app);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge footprint",
        "tinyedge footprint --bundle fan-reference-2.0.0.teb --json",
        "tinyedge footprint --model models/fan-reference --app SeverityApp.pe",
    ];

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        LoadedPipeline? pipeline = _source.IsGiven(context) ? _source.LoadPlanned(context) : null;
        byte[]? app = App(context);
        string what = (pipeline?.Id ?? "the golden set") + (app is null ? string.Empty : ", with an application from its bundle");
        context.Console.Say($"booting a virtual device with {what}");
        DeviceFootprint footprint = await Task.Run(() => Measure(pipeline, app), context.Cancellation).WaitAsync(context.Cancellation).ConfigureAwait(false);
        FootprintView view = new(what, footprint);
        context.Write(view.ToJson(), () => view.WriteText(context.Console));
        if (footprint.Heap.IsEnough)
        {
            return ExitCode.Ok;
        }

        context.Console.Say($"error: {HeapFootprint.LeastFreeBytes - footprint.Heap.FreeBytes:N0} bytes too few stay free, estimated");
        return ExitCode.CheckFailed;
    }

    private static DeviceFootprint Measure(LoadedPipeline? pipeline, byte[]? app)
    {
        try
        {
            return FootprintMeter.Measure(pipeline?.Parts, pipeline?.BudgetBytes ?? 0, app);
        }
        catch (BadImageFormatException error)
        {
            throw new TinyEdgeException(ExitCode.BadInput, "The application is no assembly.", "It is neither a .pe of the device nor a .NET assembly.", "Name the file that Visual Studio built for the device.", inner: error);
        }
    }

    /// <summary>From the bundle when it carries one, else from --app.</summary>
    private byte[]? App(CommandContext context)
    {
        if (context.Parsed.GetValue(_app) is { } file)
        {
            return InputFile.Read(file.FullName, File.ReadAllBytes, "Name the assembly that the bundle would carry.");
        }

        if (_source.BundlePath(context) is not { } bundle)
        {
            return null;
        }

        byte[] bytes = BundleFile.Load(bundle.FullName);
        ComponentDescription? app = BundleInspector.Describe(bytes).Components.FirstOrDefault(component => component.Type == ComponentType.AppAssembly);
        return app is null ? null : bytes.AsSpan(app.OffsetBytes, app.LengthBytes).ToArray();
    }
}
