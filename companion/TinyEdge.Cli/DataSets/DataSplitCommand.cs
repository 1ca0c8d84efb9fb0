using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.DataSets;

namespace TinyEdge.Cli.DataSets;

internal sealed class DataSplitCommand : CliCommand
{
    private readonly Argument<string> _set = new("set") { Description = "The data set." };
    private readonly Option<string?> _output = new("--out", "-o") { Description = $"The split's file; {DataSplit.FileName} in the set unless told. One that is there is replaced." };
    private readonly Option<string> _fractions = new("--fractions") { Description = "Percent to train on, tune on and judge on.", DefaultValueFactory = _ => "48,12,40" };
    private readonly Option<bool> _inTime = new("--in-time") { Description = "Split each file in the order of recording, first train, then tune, then verdict, instead of by group." };
    private readonly Option<string[]> _for = new("--for") { Description = "Other fractions for files with a tag, with --in-time: TAG=VALUE:TRAIN,TUNE,VERDICT. May be repeated." };
    private readonly Option<int> _seed = new("--seed") { Description = "Of the order in which groups are dealt out.", DefaultValueFactory = _ => 1 };

    public DataSplitCommand(CliConsole console)
        : base(console, "split", "Split a data set into what is learnt from, what is tuned on, and what gives the verdict; by group and stratum, never by window.")
    {
        Arguments.Add(_set);
        foreach (Option option in new Option[] { _output, _fractions, _inTime, _for, _seed })
        {
            Options.Add(option);
        }
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge data split pump",
        "tinyedge data split fan --in-time --for mounting=moving:40,10,50",
        "tinyedge data split pump -o pump-70.json --fractions 60,10,30 --seed 7",
    ];

    protected override string JsonName => "data split";

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        string folder = context.Parsed.GetRequiredValue(_set);
        SplitOptions options = Read(context);
        DataSet set = DataSet.Load(folder);
        DataSplit split = DataSplit.Of(set, options);
        string path = context.Parsed.GetValue(_output) ?? Path.Combine(folder, DataSplit.FileName);
        split.Save(path);
        context.Write(ToJson(split, path), () => WriteText(context.Console, split, path));
        return Task.FromResult(ExitCode.Ok);
    }

    private SplitOptions Read(CommandContext context)
    {
        bool inTime = context.Parsed.GetValue(_inTime);
        string[] exceptions = context.Parsed.GetValue(_for) ?? [];
        if (exceptions.Length > 0 && !inTime)
        {
            throw new TinyEdgeException(ExitCode.Usage, "--for does not apply.", "Groups are dealt out whole, by one set of fractions.", "Add --in-time, or leave --for out.");
        }

        return new SplitOptions
        {
            Mode = inTime ? SplitMode.InTime : SplitMode.Groups,
            Fractions = Fractions(context.Parsed.GetRequiredValue(_fractions), "--fractions"),
            Exceptions = [.. exceptions.Select(Exception)],
            Seed = context.Parsed.GetValue(_seed),
        };
    }

    private static SplitException Exception(string text)
    {
        string[] parts = text.Split('=', ':');
        return parts.Length == 3 && RecordingTags.Names.Contains(parts[0])
            ? new SplitException(parts[0], parts[1], Fractions(parts[2], "--for"))
            : throw new TinyEdgeException(ExitCode.Usage, $"--for {text} cannot be used.", $"It is not TAG=VALUE:TRAIN,TUNE,VERDICT with one of the tags {string.Join(", ", RecordingTags.Names)}.", "Write for example --for mounting=moving:40,10,50.");
    }

    private static SplitFractions Fractions(string text, string option)
    {
        int[] percent = [.. text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value <= 100 ? value : -1)];
        return percent.Length == 3 && new SplitFractions(percent[0], percent[1], percent[2]) is { IsValid: true } fractions
            ? fractions
            : throw new TinyEdgeException(ExitCode.Usage, $"{option} {text} cannot be used.", "It must be three whole percent that add up to 100, of which only the second may be 0.", "Write for example 48,12,40.");
    }

    private static object ToJson(DataSplit split, string path) => new
    {
        Split = path,
        Set = split.Set.Folder,
        Mode = split.Mode,
        split.Seed,
        Parts = Enum.GetValues<SplitPart>().Select(part => new
        {
            Part = part,
            Recordings = split.RecordingsOf(part).Count,
            Groups = split.RecordingsOf(part).Select(r => r.Group).Distinct().Count(),
            Seconds = split.RecordingsOf(part).Sum(r => r.Seconds),
            RecordingsByLabel = split.Set.Labels.ToDictionary(label => label, label => split.RecordingsOf(part).Count(r => r.Label == label)),
        }),
    };

    private static void WriteText(CliConsole console, DataSplit split, string path)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("stratum").AddColumn("class");
        foreach (SplitPart part in Enum.GetValues<SplitPart>())
        {
            table.AddColumn(new TableColumn(part.ToString().ToLowerInvariant()).RightAligned());
        }

        foreach (var cell in split.Set.Recordings.Select(r => (r.Tags.Stratum, r.Label)).Distinct())
        {
            table.AddRow([cell.Stratum, cell.Label, .. Enum.GetValues<SplitPart>().Select(part => Count(split.RecordingsOf(part).Count(r => (r.Tags.Stratum, r.Label) == cell)))]);
        }

        table.AddRow(["all", string.Empty, .. Enum.GetValues<SplitPart>().Select(part => Count(split.RecordingsOf(part).Count))]);
        console.Results.Write(table);
        console.Out.WriteLine($"{(split.Mode == SplitMode.InTime ? "in time, file by file" : "by group")}; no recording, and nothing nearly identical to one, is in two parts");
        console.Out.WriteLine($"written to {path}");
    }

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
