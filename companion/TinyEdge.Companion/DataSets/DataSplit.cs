namespace TinyEdge.Companion.DataSets;

/// <summary>A data set in three parts that share no group (or, in time, no stretch of time) and no recording.</summary>
public sealed class DataSplit
{
    /// <summary>Usual name of the file that a split is kept in.</summary>
    public const string FileName = "split.json";

    private readonly Dictionary<SplitPart, IReadOnlyList<DataRecording>> _parts;

    internal DataSplit(DataSet set, SplitMode mode, int seed, IReadOnlyDictionary<string, SplitPart> partById)
    {
        Set = set;
        Mode = mode;
        Seed = seed;
        _parts = Enum.GetValues<SplitPart>().ToDictionary(
            part => part, part => (IReadOnlyList<DataRecording>)[.. set.Recordings.Where(r => partById[r.Id] == part)]);
        Train = new TrainingPart(_parts[SplitPart.Train]);
        Tune = new HeldOutPart(_parts[SplitPart.Tune]);
        Verdict = new HeldOutPart(_parts[SplitPart.Verdict]);
        TrainAndTune = new TrainingPart([.. set.Recordings.Where(r => partById[r.Id] != SplitPart.Verdict)]);
    }

    public DataSet Set { get; }

    public SplitMode Mode { get; }

    public int Seed { get; }

    /// <summary>What weights are fitted to.</summary>
    public TrainingPart Train { get; }

    /// <summary>What settings, and the end of training, are chosen on; may be empty.</summary>
    public HeldOutPart Tune { get; }

    /// <summary>What the result is judged on.</summary>
    public HeldOutPart Verdict { get; }

    /// <summary>Both: what a model is fitted to again when its settings have been chosen.</summary>
    public TrainingPart TrainAndTune { get; }

    /// <exception cref="TinyEdgeException">There is no such split: an empty class, a stratum too small, or a leak. Names it, with the remedy.</exception>
    public static DataSplit Of(DataSet set, SplitOptions options) => DataSplitter.Split(set, options);

    /// <exception cref="TinyEdgeException">The file is malformed, or is not of this set as it is now.</exception>
    public static DataSplit Load(string path, DataSet set) => SplitFile.Load(path, set);

    /// <summary>Writes the file in one move, over one that is there.</summary>
    public void Save(string path) => SplitFile.Save(path, this);

    public IReadOnlyList<DataRecording> RecordingsOf(SplitPart part) => _parts[part];
}
