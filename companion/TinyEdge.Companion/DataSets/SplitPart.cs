namespace TinyEdge.Companion.DataSets;

/// <summary>The parts of a split.</summary>
public enum SplitPart
{
    Train = 0,
    Tune = 1,
    Verdict = 2,
}
