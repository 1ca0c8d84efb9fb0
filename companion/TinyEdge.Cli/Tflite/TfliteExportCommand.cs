using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Tflite;

namespace TinyEdge.Cli.Tflite;

internal sealed class TfliteExportCommand : CliCommand
{
    private readonly Argument<FileSystemInfo> _model = new("model") { Description = "A model component (model.tem), or the folder that holds it." };
    private readonly Option<FileInfo> _output = new("--output", "-o") { Description = "The .tflite file to write.", Required = true };

    public TfliteExportCommand(CliConsole console)
        : base(console, "export", "Write the network of a model component as an int8 .tflite file, for TensorFlow Lite and its tools. A layer that TensorFlow Lite would compute in another way is refused.")
    {
        Arguments.Add(_model);
        Options.Add(_output);
    }

    public override IReadOnlyList<string> Examples { get; } = ["tinyedge tflite export models/fan-reference -o fan.tflite"];

    protected override string JsonName => "tflite export";

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        NetworkModel model = TfliteModelSource.Load(context.Parsed.GetRequiredValue(_model).FullName);
        byte[] file = TfliteExporter.Export(model);
        string output = context.Parsed.GetRequiredValue(_output).FullName;
        try
        {
            AtomicFile.Write(output, file, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TinyEdgeException(ExitCode.BadInput, $"Cannot write {output}.", error.Message, "Check the path and the permissions.", inner: error);
        }

        context.Console.Say("The front end is not in the file: its input is the int8 features of 'tinyedge evaluate', scale and zero point as written.");
        context.Write(new { File = output, FileBytes = file.Length, Layers = model.Layers.Count }, () => context.Console.Out.WriteLine(output));
        return Task.FromResult(ExitCode.Ok);
    }
}
