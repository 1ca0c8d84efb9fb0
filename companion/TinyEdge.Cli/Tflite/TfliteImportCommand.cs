using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Companion.Tflite;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Cli.Tflite;

internal sealed class TfliteImportCommand : CliCommand
{
    private readonly Argument<FileInfo> _file = new("file") { Description = "A full-integer int8 .tflite file." };
    private readonly Option<string> _output = new("--output", "-o") { Description = "A model component to write (ends in .tem), or a folder to make: model.tem, and deployment.json and thresholds.json to edit.", Required = true };
    private readonly Option<string?> _labels = new("--labels") { Description = "Class names of the outputs in order, separated by commas. The last one becomes scoreClass of a new thresholds.json." };
    private readonly Option<FileSystemInfo?> _frontEnd = new("--front-end") { Description = "A model.tem, or a folder with one, whose front end the network was trained behind. Without one no device takes the model." };

    public TfliteImportCommand(CliConsole console)
        : base(console, "import", "Make a model component of a .tflite file. Every operator that the device does not run is named at once, with what to do.")
    {
        Arguments.Add(_file);
        Options.Add(_output);
        Options.Add(_labels);
        Options.Add(_frontEnd);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge tflite import fan.tflite -o fan.tem",
        "tinyedge tflite import fan.tflite -o models/fan --labels healthy,fault,off --front-end models/fan-reference",
    ];

    protected override string JsonName => "tflite import";

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        NetworkModel model = TfliteImporter.ImportFile(context.Parsed.GetRequiredValue(_file).FullName);
        string[] labels = context.Parsed.GetValue(_labels)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        byte[] component = TfliteFolder.Component(model, labels, ReadFrontEnd(context.Parsed.GetValue(_frontEnd)?.FullName));
        string output = Path.GetFullPath(context.Parsed.GetRequiredValue(_output));
        IReadOnlyList<string> written = Write(output, component, labels);
        NetworkRunner runner = new(model);
        context.Write(
            new { Files = written, Layers = model.Layers.Count, InputValues = model.Input.Length, OutputValues = model.Output.Length, runner.Network.Macs, PlainPoolBytes = runner.Pool.TotalBytes },
            () => WriteText(context, model, runner, written));
        return Task.FromResult(ExitCode.Ok);
    }

    private static byte[]? ReadFrontEnd(string? path) => path is null
        ? null
        : InputFile.Read(Directory.Exists(path) ? Path.Combine(path, BundleFolder.ModelName) : path, File.ReadAllBytes);

    private static IReadOnlyList<string> Write(string output, byte[] component, string[] labels)
    {
        try
        {
            if (!output.EndsWith(".tem", StringComparison.OrdinalIgnoreCase))
            {
                return TfliteFolder.Write(output, component, labels);
            }

            File.WriteAllBytes(output, component);
            return [output];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TinyEdgeException(ExitCode.BadInput, $"Cannot write {output}.", error.Message, "Check the path and the permissions.", inner: error);
        }
    }

    private static void WriteText(CommandContext context, NetworkModel model, NetworkRunner runner, IReadOnlyList<string> written)
    {
        TextWriter to = context.Console.Out;
        for (int i = 0; i < model.Layers.Count; i++)
        {
            LayerSpec layer = model.Layers[i];
            string from = model.SourceOf(i) == i - 1 ? "" : $" from {Place(model.SourceOf(i))}";
            string other = layer is ElementwiseSpec pair ? $" with {Place(pair.Other)}" : "";
            to.WriteLine($"{i,3}  {layer.Operator,-16} {layer.Output.Shape,-14} {layer.Output.Name}{from}{other}");
        }

        to.WriteLine($"{runner.Network.Macs:N0} multiply-accumulates, {runner.Pool.TotalBytes:N0} bytes of pools with plain weights (weights {runner.Pool.BytesOf(PoolOwner.Weights):N0}, arena {runner.Pool.BytesOf(PoolOwner.Arena):N0})");
        foreach (string file in written)
        {
            to.WriteLine(file);
        }
    }

    private static string Place(int layer) => layer < 0 ? "the input" : $"layer {layer}";
}
