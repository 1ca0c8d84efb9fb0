using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Cli.Pictures;
using TinyEdge.Companion;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.DataSets.Describing;

namespace TinyEdge.Cli.DataSets;

internal sealed class DataDescribeCommand : CliCommand
{
    private readonly Argument<string> _set = new("set") { Description = "The data set." };
    private readonly Option<string?> _picture = new("--picture") { Description = "Draws coverage, levels and spectra into this file (.png or .svg)." };

    public DataDescribeCommand(CliConsole console)
        : base(console, "describe", "Show what a data set covers, which conditions are empty, and what its signals are like.")
    {
        Arguments.Add(_set);
        Options.Add(_picture);
    }

    public override IReadOnlyList<string> Examples { get; } = ["tinyedge data describe fan", "tinyedge data describe fan --picture fan.png", "tinyedge data describe fan --json"];

    protected override string JsonName => "data describe";

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        string? picture = context.Parsed.GetValue(_picture);
        PictureFile.RequireKnownKind(picture);
        DataSet set = DataSet.Load(context.Parsed.GetRequiredValue(_set));
        if (set.Recordings.Count == 0)
        {
            throw new DataSetException($"{set.Folder} cannot be described.", "The set holds no recording.", "Import recordings first.");
        }

        DataSetReport report = DataSetReport.Of(set);
        if (picture is not null)
        {
            PictureFile.Save(picture, (path, isSvg) => DataSetPicture.Save(path, isSvg, set, report));
            context.Console.Say($"drawn {picture}");
        }

        DataSetView view = new(set, report);
        context.Write(view.ToJson(), () => view.WriteText(context.Console));
        return Task.FromResult(ExitCode.Ok);
    }
}
