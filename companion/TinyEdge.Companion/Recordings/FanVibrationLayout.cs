namespace TinyEdge.Companion.Recordings;

/// <summary>One file of the fan data set: its conditions and its one-second recordings in the order of recording.</summary>
public sealed record FanFile(string Name, FanConditions Conditions, IReadOnlyList<Recording> Recordings);

/// <summary>
/// The layout of the public fan recordings (github.com/ShawnHymel/tinyml-example-anomaly-detection): files named
/// <c>fan_0_SPEED_WEIGHTS_weight[-moving].csv</c>, 200 samples a recording at 200 Hz, x, y, z in g.
/// </summary>
public static class FanVibrationLayout
{
    public const int SampleRateHz = 200;

    /// <summary>Reads what a file name says.</summary>
    /// <returns>Null when the name is not of this layout.</returns>
    public static FanConditions? ParseName(string fileName)
    {
        string name = Path.GetFileNameWithoutExtension(fileName);
        bool isMoving = name.EndsWith("-moving", StringComparison.Ordinal);
        string[] parts = (isMoving ? name[..^"-moving".Length] : name).Split('_');
        if (parts.Length != 5 || parts[0] != "fan" || parts[4] != "weight" || !int.TryParse(parts[3], out int weights))
        {
            return null;
        }

        FanSpeed? speed = parts[2] switch { "off" => FanSpeed.Off, "low" => FanSpeed.Low, "med" => FanSpeed.Medium, "high" => FanSpeed.High, _ => null };
        if (speed is null)
        {
            return null;
        }

        MachineState state = speed == FanSpeed.Off ? MachineState.Off : weights > 0 ? MachineState.Fault : MachineState.Healthy;
        return new FanConditions(speed.Value, state, isMoving);
    }

    /// <summary>Whether the folder holds at least one file of this layout.</summary>
    public static bool IsFanFolder(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.csv").Any(f => ParseName(f) is not null);

    /// <summary>Loads every file of the layout, by name in ordinal order.</summary>
    /// <exception cref="RecordingException">The folder has none, or one cannot be read.</exception>
    public static IReadOnlyList<FanFile> Load(string folder)
    {
        if (!IsFanFolder(folder))
        {
            throw new RecordingException(
                $"Folder '{folder}' holds no fan recordings.", "No file is named fan_0_SPEED_WEIGHTS_weight.csv.", "Point to the folder with the CSV files of the fan data set.");
        }

        return [.. Directory.EnumerateFiles(folder, "*.csv")
            .OrderBy(Path.GetFileName, StringComparer.Ordinal)
            .Select(path => (Path: path, Conditions: ParseName(path)))
            .Where(f => f.Conditions is not null)
            .Select(f => new FanFile(Path.GetFileNameWithoutExtension(f.Path), f.Conditions!, CsvRecordingReader.ReadFile(f.Path, SampleRateHz)))];
    }
}
