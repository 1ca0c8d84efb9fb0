namespace TinyEdge.Companion.Recordings;

/// <summary>
/// The split of the fan data in time, per file and unshuffled: what is learnt from comes before what is judged on. Of each file
/// the first 60 % of recordings are for training and tuning and the last 40 % for the verdict; of a <c>-moving</c> file the halves.
/// </summary>
public static class FanSplit
{
    /// <summary>Recordings of the file that may be trained on: the first ones.</summary>
    public static int TrainingCount(FanFile file) => file.Recordings.Count * (file.Conditions.IsMoving ? 50 : 60) / 100;

    public static IEnumerable<Recording> Training(FanFile file) => file.Recordings.Take(TrainingCount(file));

    /// <summary>The first four fifths of the training part: what is fitted while settings are being chosen.</summary>
    public static IEnumerable<Recording> Fitting(FanFile file) => file.Recordings.Take(FittingCount(file));

    /// <summary>The last fifth of the training part: what settings are chosen on.</summary>
    public static IEnumerable<Recording> Tuning(FanFile file) => file.Recordings.Take(TrainingCount(file)).Skip(FittingCount(file));

    public static IEnumerable<Recording> Verdict(FanFile file) => file.Recordings.Skip(TrainingCount(file));

    private static int FittingCount(FanFile file) => TrainingCount(file) * 4 / 5;
}
