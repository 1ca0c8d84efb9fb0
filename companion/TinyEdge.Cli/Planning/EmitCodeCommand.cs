using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.ModelCode;
using TinyEdge.Companion.Pipelines;

namespace TinyEdge.Cli.Planning;

internal sealed class EmitCodeCommand : CliCommand
{
    private readonly Argument<FileSystemInfo> _source = new("model") { Description = "A model component (model.tem), or the folder that holds it." };
    private readonly Option<FileInfo> _output = new("--output", "-o") { Description = "C# file to write.", Required = true };
    private readonly Option<string> _class = new("--class", "-c") { Description = "Full name of the class, e.g. Acme.Pumps.PumpModel.", Required = true };

    public EmitCodeCommand(CliConsole console)
        : base(console, "emit-code", "Write the dense layers of a model as C# with weights as constants. Build the application with it, set AppSettings.ModelCode, then 'tinyedge bundle --model-as-code'.")
    {
        Arguments.Add(_source);
        Options.Add(_output);
        Options.Add(_class);
    }

    public override IReadOnlyList<string> Examples { get; } = ["tinyedge emit-code models/fan-reference -o FanModel.g.cs --class Acme.Fans.FanModel"];

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        string source = context.Parsed.GetRequiredValue(_source).FullName;
        string path = Directory.Exists(source) ? Path.Combine(source, BundleFolder.ModelName) : source;
        byte[] model = InputFile.Read(path, File.ReadAllBytes);
        string text = CodeEmitter.Emit(model, context.Parsed.GetRequiredValue(_class));
        string output = context.Parsed.GetRequiredValue(_output).FullName;
        File.WriteAllText(output, text);
        context.Write(new { File = output, Lines = text.Count(c => c == '\n') }, () => context.Console.Out.WriteLine(output));
        return Task.FromResult(ExitCode.Ok);
    }
}
