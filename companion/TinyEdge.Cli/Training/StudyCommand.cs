using System.CommandLine;
using System.Globalization;
using System.Text;
using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training;
using TinyEdge.Companion.Training.Study;

namespace TinyEdge.Cli.Training;

internal sealed class StudyCommand : CliCommand
{
    private const int MaxSeeds = 100;

    private readonly Option<DirectoryInfo> _data = new("--data", "-d") { Description = "Folder with the fan recordings (fan_0_SPEED_WEIGHTS_weight[-moving].csv), all eight files.", Required = true };
    private readonly Option<int> _seed = new("--seed") { Description = "First seed.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _seeds = new("--seeds") { Description = "Number of seeds, from --seed on; every figure is their mean, with the spread.", DefaultValueFactory = _ => ReferenceTraining.DefaultSeeds };
    private readonly Option<FileInfo?> _report = new("--report", "-r") { Description = "Markdown file that receives the table and the figures of each seed; replaced if it is there." };

    public StudyCommand(CliConsole console)
        : base(console, "study", "Train the fan models with several seeds and hold them against what is asked of them, in float and INT8. Exit code 9 when a line is missed.")
    {
        foreach (Option option in new Option[] { _data, _seed, _seeds, _report })
        {
            Options.Add(option);
        }

        OptionRange.Require(_seed, 1, int.MaxValue - MaxSeeds);
        OptionRange.Require(_seeds, 1, MaxSeeds);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge study --data fan-vibration",
        "tinyedge study --data fan-vibration --report models/STUDY_FIGURES.md",
        "tinyedge study --data fan-vibration --seeds 1 --json",
    ];

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        string data = context.Parsed.GetRequiredValue(_data).FullName;
        StudyReport report = await Task.Run(() => Study(context, data), context.Cancellation).WaitAsync(context.Cancellation).ConfigureAwait(false);
        FileInfo? file = context.Parsed.GetValue(_report);
        if (file is not null)
        {
            Save(file.FullName, report);
        }

        context.Write(ToJson(report, file?.FullName), () => WriteText(context.Console, report, file?.FullName));
        return report.Holds ? ExitCode.Ok : ExitCode.CheckFailed;
    }

    private StudyReport Study(CommandContext context, string data)
    {
        try
        {
            return FanStudy.Run(data, context.Parsed.GetValue(_seed), context.Parsed.GetValue(_seeds), context.Console.Error, context.Cancellation);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException($"The recordings at {data} cannot be read.", error.Message, "Check the path and your rights to it.", error);
        }
    }

    private static void Save(string path, StudyReport report)
    {
        try
        {
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(StudyMarkdown.Write(report)), overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TinyEdgeException(ExitCode.BadInput, $"The report was not written to {path}.", error.Message, "Check the folder, its permissions and the space left.", inner: error);
        }
    }

    private static object ToJson(StudyReport report, string? file) => new
    {
        report.Seeds,
        JudgedRecordings = report.Judged,
        SpeedsPoolBytes = report.DetectorPoolBytes,
        Lines = report.Lines.Select(line => new
        {
            line.Id,
            line.Text,
            line.Limit,
            line.Aim,
            line.IsAtMost,
            line.IsAsked,
            FloatMeanRatio = line.FloatMean,
            FloatSpreadRatio = line.FloatSpread,
            Int8MeanRatio = line.Int8Mean,
            Int8SpreadRatio = line.Int8Spread,
            line.Int8Points,
            line.LargestInt8Points,
            FloatRatios = line.Float,
            Int8Ratios = line.Int8,
            line.Holds,
            line.ReachesAim,
        }),
        StudyReport.Int8LimitPoints,
        report.LargestInt8Points,
        report.Int8Holds,
        report.Holds,
        Report = file,
    };

    private static void WriteText(CliConsole console, StudyReport report, string? file)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("line").AddColumn("what");
        foreach (string heading in new[] { "must", "aim", "float", "INT8", "points apart", "" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (StudyLine line in report.Lines)
        {
            table.AddRow(
                line.Id, line.Text, StudyMarkdown.Bound(line, line.Limit), StudyMarkdown.Bound(line, line.Aim), Spread(line.FloatMean, line.FloatSpread),
                Spread(line.Int8Mean, line.Int8Spread), StudyMarkdown.Points(line.Int8Points), StudyMarkdown.Outcome(line));
        }

        table.AddRow(
            "d", "INT8 from float, farthest line", string.Create(CultureInfo.InvariantCulture, $"<= {StudyReport.Int8LimitPoints}"), "", "", "",
            StudyMarkdown.Points(report.LargestInt8Points), report.Int8Holds ? "pass" : "FAIL");
        console.Results.Write(table);
        console.Out.WriteLine($"{report.Judged:N0} recordings judged, seeds {report.Seeds[0]} to {report.Seeds[^1]}: {(report.Holds ? "all lines hold" : "a line is missed")}");
        if (file is not null)
        {
            console.Out.WriteLine(file);
        }
    }

    private static string Spread(double mean, double spread) => string.Create(CultureInfo.InvariantCulture, $"{mean:0.000} ± {spread:0.000}");
}
