using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.DataSets.Import;

namespace TinyEdge.Cli.DataSets;

/// <summary>The options that say what recordings are: of import and of capture.</summary>
internal sealed class RecordingFactsOptions
{
    private readonly Option<string?> _label = new("--label") { Description = "Class of the recordings: what a network should answer, such as healthy." };
    private readonly Option<string?> _group = new("--group") { Description = "Group that they belong to: recordings of one session, machine or mounting, which a split by group keeps together. Unless told, each file is a group of its own." };
    private readonly Option<string[]> _tags = new("--tag") { Description = $"Condition, as name=value; may be repeated. Names: {string.Join(", ", RecordingTags.Names)}." };
    private readonly Option<double?> _range = new("--sensor-range") { Description = "Largest value that the sensor can show, in g (of sound: of full scale), to find clipping." };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _label, _group, _tags, _range })
        {
            command.Options.Add(option);
        }
    }

    public double? SensorRange(CommandContext context)
    {
        double? range = context.Parsed.GetValue(_range);
        return range is null || (range > 0 && double.IsFinite(range.Value))
            ? range
            : throw new TinyEdgeException(ExitCode.Usage, $"--sensor-range is {range}.", "It is the largest value that the sensor can show.", "Give it as a positive number, such as 8.");
    }

    /// <exception cref="TinyEdgeException">No label, or a name that is none.</exception>
    public ImportFacts Read(CommandContext context, double? cutSeconds = null)
    {
        string label = context.Parsed.GetValue(_label)
            ?? throw new TinyEdgeException(ExitCode.Usage, "The recordings have no label.", "A network cannot learn from recordings whose class is not known.", "Add --label, such as --label healthy.");
        string? group = context.Parsed.GetValue(_group);
        SafeName.Require(label, "label", "--label");
        return new ImportFacts(label, group is null ? null : SafeName.Require(group, "group", "--group"), Tags(context), SensorRange(context), cutSeconds);
    }

    private RecordingTags Tags(CommandContext context)
    {
        Dictionary<string, string> tags = [];
        foreach (string tag in context.Parsed.GetValue(_tags) ?? [])
        {
            int equals = tag.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !tags.TryAdd(tag[..equals], tag[(equals + 1)..]))
            {
                throw new TinyEdgeException(ExitCode.Usage, $"--tag {tag} cannot be used.", equals < 1 ? "It is not name=value." : "The tag is given twice.", "Write for example --tag speed=low --tag machine=pump-1.");
            }
        }

        return RecordingTags.Of(tags, "--tag");
    }
}
