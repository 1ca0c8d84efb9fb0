using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.DataSets.Import;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Cli.DataSets;

internal sealed class DataImportCommand : CliCommand
{
    private const int DefaultRateHz = 200;

    private readonly Argument<string> _source = new("source") { Description = "A CSV or WAV file, a folder of them, or a folder of fan recordings (fan_0_SPEED_WEIGHTS_weight[-moving].csv), whose names say label and tags." };
    private readonly Option<string> _output = new("--out", "-o") { Description = "The data set: a folder, made when it is not there, added to when it is.", Required = true };
    private readonly Option<int?> _rate = new("--rate") { Description = $"Samples per second and axis of CSV files; {DefaultRateHz} unless told. WAV files know theirs." };
    private readonly Option<string> _unit = new("--unit") { Description = $"Unit of the source: {string.Join(", ", SourceUnit.Names)}. Acceleration is kept in g, sound as shares of full scale.", DefaultValueFactory = _ => "g" };
    private readonly Option<double?> _countsPerG = new("--counts-per-g") { Description = "Sensitivity of the sensor, for --unit counts." };
    private readonly Option<string?> _columns = new("--columns") { Description = "Columns of the signal, by name or number from 1 on, such as ax,ay,az or 2,3,4. Unless told: those named x, y, z, or all." };
    private readonly Option<string?> _recordingColumn = new("--recording-column") { Description = "Column whose changes begin a new recording. Unless told: the one named 'recording'." };
    private readonly Option<double?> _cut = new("--cut-seconds") { Description = "Cut long recordings into pieces of this length; what is left over is dropped." };
    private readonly RecordingFactsOptions _facts = new();

    public DataImportCommand(CliConsole console)
        : base(console, "import", "Add recordings to a data set. Reads everything first: an import that fails leaves the set as it was.")
    {
        Arguments.Add(_source);
        foreach (Option option in new Option[] { _output, _rate, _unit, _countsPerG, _columns, _recordingColumn, _cut })
        {
            Options.Add(option);
        }

        _facts.AddTo(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge data import fan-vibration -o fan",
        "tinyedge data import bearing.csv -o pump --label fault --tag machine=pump-1 --tag speed=low --rate 400 --unit m/s2 --columns ax,ay,az",
        "tinyedge data import hall/ -o sound --label normal --group hall-1 --unit fullScale --cut-seconds 1",
    ];

    protected override string JsonName => "data import";

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        string source = context.Parsed.GetRequiredValue(_source);
        string output = Path.GetFullPath(context.Parsed.GetRequiredValue(_output));
        if (!File.Exists(source) && !Directory.Exists(source))
        {
            throw new RecordingException($"There are no recordings at {source}.", "There is no such file or folder.", "Check the path.");
        }

        bool isFan = FanVibrationLayout.IsFanFolder(source);
        SourceUnit unit = SourceUnit.Of(context.Parsed.GetRequiredValue(_unit), context.Parsed.GetValue(_countsPerG));
        IReadOnlyList<NewRecordings> added = isFan ? Fan(context, source) : Plain(context, source, unit);
        IReadOnlyList<string> names = DataSetWriter.Add(output, isFan ? SignalUnit.G : unit.Unit, added);
        Write(context, output, added, names);
        return Task.FromResult(ExitCode.Ok);
    }

    private IReadOnlyList<NewRecordings> Fan(CommandContext context, string source)
    {
        foreach (Option option in Options.Where(o => o != _output && o.Name is not ("--sensor-range" or "--help" or "--json")))
        {
            if (context.Parsed.GetResult(option) is { Implicit: false })
            {
                throw new TinyEdgeException(ExitCode.Usage, $"{option.Name} does not apply to {source}.", "The names of fan recordings say what they are.", $"Leave {option.Name} out, or import single files.");
            }
        }

        return ImportPlan.OfFan(source, _facts.SensorRange(context));
    }

    private IReadOnlyList<NewRecordings> Plain(CommandContext context, string source, SourceUnit unit)
    {
        ImportFacts facts = _facts.Read(context, context.Parsed.GetValue(_cut));
        int? rate = context.Parsed.GetValue(_rate);
        if (rate is < 1)
        {
            throw new TinyEdgeException(ExitCode.Usage, $"--rate is {rate}.", "A rate is 1 or more samples a second.", "Give the rate of the sensor, such as 200.");
        }

        string[]? columns = context.Parsed.GetValue(_columns)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (columns is not null && columns.Length is < 1 or > 3)
        {
            throw new TinyEdgeException(ExitCode.Usage, $"--columns names {columns.Length} columns.", "A recording has one to three axes.", "Name one to three, such as --columns ax,ay,az.");
        }

        return ImportPlan.OfFiles(source, facts, new CsvSource(rate ?? DefaultRateHz, unit, columns, context.Parsed.GetValue(_recordingColumn)), rate);
    }

    private static void Write(CommandContext context, string output, IReadOnlyList<NewRecordings> added, IReadOnlyList<string> names)
    {
        var files = added.Zip(names, (a, name) => new { Name = name, a.Label, Stratum = a.Tags.Stratum, Recordings = a.Recordings.Count, Seconds = a.Recordings.Sum(r => (double)r.SampleCount / r.SampleRateHz) }).ToArray();
        context.Write(new { Set = output, Files = files }, () =>
        {
            foreach (var file in files)
            {
                context.Console.Out.WriteLine(FormattableString.Invariant($"{file.Name,-24} {file.Label,-10} {file.Recordings,6:N0} recordings {file.Seconds,8:N1} s  {file.Stratum}"));
            }

            context.Console.Out.WriteLine(FormattableString.Invariant($"added to {output}: {files.Sum(f => f.Recordings):N0} recordings, {files.Sum(f => f.Seconds):N1} s"));
        });
    }
}
