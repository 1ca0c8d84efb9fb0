using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.DataSets.Import;

/// <summary>What is known about the recordings of a source that does not say it itself.</summary>
/// <param name="Label">Their class.</param>
/// <param name="Group">Their group; null: every file is one of its own.</param>
/// <param name="SensorRange">Largest value that the sensor can show, in the unit of the set.</param>
/// <param name="CutSeconds">Cuts long recordings into pieces of this length, dropping the rest; null leaves them as they are.</param>
public sealed record ImportFacts(string Label, string? Group, RecordingTags Tags, double? SensorRange, double? CutSeconds);

/// <summary>Turns files of others into what <see cref="DataSetWriter"/> adds to a set. Reads everything before anything is written.</summary>
public static class ImportPlan
{
    /// <param name="path">A CSV or WAV file, or a folder of them.</param>
    /// <exception cref="TinyEdgeException">One of them cannot be used.</exception>
    public static IReadOnlyList<NewRecordings> OfFiles(string path, ImportFacts facts, CsvSource csv, int? rateHz)
    {
        string[] files = Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path).Where(IsRecording).Order(StringComparer.Ordinal)]
            : [path];
        return files.Length > 0
            ? [.. files.Select(file => OfFile(file, facts, csv, rateHz))]
            : throw new RecordingException($"{path} holds no recording.", "No file in it ends in .csv or .wav.", "Check the path.");
    }

    /// <summary>The layout of the public fan recordings: label, speed, mounting and group stand in the names.</summary>
    public static IReadOnlyList<NewRecordings> OfFan(string folder, double? sensorRange) =>
        [.. FanVibrationLayout.Load(folder).Select(file => new NewRecordings(NameOf(file), null, file.Conditions.State.ToString().ToLowerInvariant(), TagsOf(file.Conditions), sensorRange, file.Recordings))];

    private static bool IsRecording(string file) => Path.GetExtension(file).ToLowerInvariant() is ".csv" or ".wav";

    // Names of others' files may hold dates and people: the set makes its own.
    private static NewRecordings OfFile(string path, ImportFacts facts, CsvSource csv, int? rateHz)
    {
        IReadOnlyList<Recording> recordings = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => csv.Read(path),
            ".wav" => [OfWav(path, facts, csv.Unit, rateHz)],
            string other => throw new RecordingException($"{path} cannot be used.", $"Files of type '{other}' are not known.", "Use CSV or 16-bit PCM WAV."),
        };
        string name = facts.Group ?? facts.Label;
        return new NewRecordings(name, facts.Group, facts.Label, facts.Tags, facts.SensorRange, facts.CutSeconds is double seconds ? Cut(recordings, seconds, path) : recordings);
    }

    private static Recording OfWav(string path, ImportFacts facts, SourceUnit unit, int? rateHz)
    {
        Recording wav = WavRecordingReader.ReadFile(path);
        if (rateHz is int rate && rate != wav.SampleRateHz)
        {
            throw new RecordingException($"{path} cannot be used.", $"Its header says {wav.SampleRateHz} Hz, --rate says {rate}.", "Leave --rate out: a WAV file knows its rate.");
        }

        if (unit.Unit == SignalUnit.FullScale)
        {
            return wav;
        }

        double range = facts.SensorRange ?? throw new RecordingException($"{path} cannot be used.", "A WAV file holds shares of full scale, not g.", "Add --sensor-range with what full scale is in g, or --unit fullScale for sound.");
        return new Recording(wav.Name, wav.SampleRateHz, wav.Axes, [.. wav.Values.Select(v => (float)(v * range))]);
    }

    private static Recording[] Cut(IReadOnlyList<Recording> recordings, double seconds, string path)
    {
        int samples = (int)(seconds * recordings[0].SampleRateHz);
        Recording[] pieces = samples < 1 ? [] : [.. recordings.SelectMany(r => Enumerable.Range(0, r.SampleCount / samples)
            .Select(i => new Recording(r.Name, r.SampleRateHz, r.Axes, r.Values[(i * samples * r.Axes)..((i + 1) * samples * r.Axes)])))];
        return pieces.Length > 0 ? pieces : throw new RecordingException($"{path} cannot be used.", FormattableString.Invariant($"No recording in it is {seconds} s long."), "Give a shorter --cut-seconds.");
    }

    // fan_0_low_1_weight-moving becomes fan-0-low-1-moving.
    private static string NameOf(FanFile file) => file.Name.Replace("_weight", string.Empty, StringComparison.Ordinal).Replace('_', '-');

    private static RecordingTags TagsOf(FanConditions conditions) => RecordingTags.Of(
        new Dictionary<string, string> { ["machine"] = "fan", ["speed"] = conditions.Speed.ToString().ToLowerInvariant(), ["mounting"] = conditions.IsMoving ? "moving" : "still" }, "The fan layout");
}
