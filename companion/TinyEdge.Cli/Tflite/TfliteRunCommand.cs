using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Models.Reference;
using TinyEdge.Companion.Tflite;

namespace TinyEdge.Cli.Tflite;

internal sealed class TfliteRunCommand : CliCommand
{
    private readonly Argument<FileSystemInfo> _model = new("model") { Description = "A .tflite file, a model component (model.tem), or a folder with one." };
    private readonly Argument<FileInfo> _input = new("input") { Description = "Raw int8 values: the input's length, or a multiple of it for several inferences." };
    private readonly Option<Rounding> _rounding = new("--rounding")
    {
        Description = "single: the device's bits. double: rounded twice as gemmlowp does, for comparison with runtimes built that way; no device has it.",
        DefaultValueFactory = _ => Rounding.Single,
    };

    private readonly Option<bool> _layers = new("--layers") { Description = "Print every layer's output, not only the last." };

    public TfliteRunCommand(CliConsole console)
        : base(console, "run", "Run a network on the desktop by the plain reference definitions of its operators.")
    {
        Arguments.Add(_model);
        Arguments.Add(_input);
        Options.Add(_rounding);
        Options.Add(_layers);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge tflite run fan.tflite features.bin",
        "tinyedge tflite run fan.tflite features.bin --rounding double --layers",
    ];

    protected override string JsonName => "tflite run";

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        NetworkModel model = TfliteModelSource.Load(context.Parsed.GetRequiredValue(_model).FullName);
        string path = context.Parsed.GetRequiredValue(_input).FullName;
        sbyte[] input = (sbyte[])(Array)InputFile.Read(path, File.ReadAllBytes);
        int length = model.Input.Length;
        if (input.Length == 0 || input.Length % length != 0)
        {
            throw new TinyEdgeException(ExitCode.BadInput, $"{path} does not fit the network.", $"It has {input.Length} bytes; an inference reads {length}.", "Pass raw int8 values, one inference behind the other.");
        }

        Rounding rounding = context.Parsed.GetValue(_rounding);
        ReferenceNetwork network = new(model, rounding);
        bool layers = context.Parsed.GetValue(_layers);
        List<IReadOnlyList<sbyte[]>> runs = [];
        for (int at = 0; at < input.Length; at += length)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            runs.Add(network.RunLayers(input.AsSpan(at, length)));
        }

        context.Write(ToJson(model, runs, rounding, layers), () => WriteText(context.Console.Out, model, runs, layers));
        return Task.FromResult(ExitCode.Ok);
    }

    private static object ToJson(NetworkModel model, List<IReadOnlyList<sbyte[]>> runs, Rounding rounding, bool layers) => new
    {
        Rounding = rounding,
        Runs = runs.Select(run => new
        {
            Output = Numbers(run[^1]),
            Layers = layers ? run.Select((values, i) => new { Layer = i, model.Layers[i].Operator, model.Layers[i].Output.Name, Values = Numbers(values) }) : null,
        }),
    };

    private static int[] Numbers(sbyte[] values) => [.. values.Select(v => (int)v)];

    private static void WriteText(TextWriter to, NetworkModel model, List<IReadOnlyList<sbyte[]>> runs, bool layers)
    {
        foreach (IReadOnlyList<sbyte[]> run in runs)
        {
            for (int i = layers ? 0 : run.Count - 1; i < run.Count; i++)
            {
                if (layers)
                {
                    TensorSpec output = model.Layers[i].Output;
                    to.WriteLine($"# layer {i} {model.Layers[i].Operator} {output.Name} {output.Shape} scale {output.Scale:R} zp {output.ZeroPoint}");
                }

                to.WriteLine(string.Join(' ', run[i]));
            }
        }
    }
}
