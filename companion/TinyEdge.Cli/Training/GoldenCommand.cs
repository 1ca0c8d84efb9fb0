using System.CommandLine;
using System.Text;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Pipelines;

namespace TinyEdge.Cli.Training;

internal sealed class GoldenCommand : CliCommand
{
    private readonly Argument<FileInfo> _model = new("model") { Description = "The model component (.tem)." };
    private readonly Option<FileInfo?> _output = new("--output", "-o") { Description = "C# file to write; without it, standard output." };

    public GoldenCommand(CliConsole console)
        : base(console, "golden", "Write the model that a firmware carries inside as C# source.")
    {
        Arguments.Add(_model);
        Options.Add(_output);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge golden models/fan-baseline/model.tem -o firmware/TinyEdge.Firmware/GoldenModelBytes.cs",
    ];

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        string path = context.Parsed.GetRequiredValue(_model).FullName;
        byte[] model = InputFile.Read(path, File.ReadAllBytes);
        string text = GoldenModelSource.Write(model, path);
        FileInfo? output = context.Parsed.GetValue(_output);
        if (output is not null)
        {
            AtomicFile.Write(output.FullName, Encoding.ASCII.GetBytes(text), overwrite: true);
        }

        context.Write(
            new { Bytes = model.Length, File = output?.FullName, Text = output is null ? text : null },
            () => context.Console.Out.Write(output is null ? text : $"{output.FullName}: {model.Length} bytes\n"));
        return Task.FromResult(ExitCode.Ok);
    }
}
