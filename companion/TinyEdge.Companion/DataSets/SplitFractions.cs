namespace TinyEdge.Companion.DataSets;

/// <summary>How much of a data set goes into each part, in whole percent that add up to 100.</summary>
/// <param name="TrainPercent">What weights are fitted to; more than 0.</param>
/// <param name="TunePercent">What settings, and the end of training, are chosen on; may be 0.</param>
/// <param name="VerdictPercent">What the result is judged on, and looked at last; more than 0.</param>
public sealed record SplitFractions(int TrainPercent, int TunePercent, int VerdictPercent)
{
    public static SplitFractions Default { get; } = new(48, 12, 40);

    /// <summary>Parts that get anything.</summary>
    public int Parts => TunePercent > 0 ? 3 : 2;

    public bool IsValid => TrainPercent > 0 && TunePercent >= 0 && VerdictPercent > 0 && TrainPercent + TunePercent + VerdictPercent == 100;

    /// <summary>Share of a part, 0 to 1.</summary>
    public double Of(SplitPart part) => (part switch { SplitPart.Train => TrainPercent, SplitPart.Tune => TunePercent, _ => VerdictPercent }) / 100.0;
}
