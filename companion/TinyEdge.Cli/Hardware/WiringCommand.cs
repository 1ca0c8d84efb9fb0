using System.CommandLine;
using System.Text;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Hardware;

namespace TinyEdge.Cli.Hardware;

internal sealed class WiringCommand : CliCommand
{
    private readonly Argument<FileInfo> _map = new("pinmap") { Description = "Pin map, such as hardware/pinmap.csv." };
    private readonly Option<DirectoryInfo> _output = new("--output", "-o") { Description = "Folder for the drawings; one SVG a board.", DefaultValueFactory = _ => new DirectoryInfo("hardware/wiring") };

    public WiringCommand(CliConsole console)
        : base(console, "wiring", "Draw the wires between boards and parts, one SVG a board of the pin map.")
    {
        Arguments.Add(_map);
        Options.Add(_output);
    }

    public override IReadOnlyList<string> Examples { get; } = ["tinyedge wiring hardware/pinmap.csv", "tinyedge wiring my-pinmap.csv -o drawings"];

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        FileInfo file = context.Parsed.GetRequiredValue(_map);
        DirectoryInfo folder = context.Parsed.GetRequiredValue(_output);
        PinMap map = PinMap.Parse(InputFile.Read(file.FullName, File.ReadAllText), file.Name);
        List<string> written = [];
        foreach (string board in map.Boards)
        {
            string path = Path.Combine(folder.FullName, board + ".svg");
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(WiringDiagram.Draw(map, board)), overwrite: true);
            written.Add(path);
        }

        context.Write(new { Files = written }, () => written.ForEach(context.Console.Out.WriteLine));
        return Task.FromResult(ExitCode.Ok);
    }
}
