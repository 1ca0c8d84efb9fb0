namespace TinyEdge.Companion.Validation;

/// <summary>How often the class was right, over a set of samples.</summary>
/// <param name="Samples">How many.</param>
/// <param name="AccuracyRatio">Share called by their own label.</param>
/// <param name="BalancedAccuracyRatio">Mean over the classes present of the share called right.</param>
/// <param name="Confusion">(actual, called) samples.</param>
public sealed record ClassFigures(int Samples, double AccuracyRatio, double BalancedAccuracyRatio, int[][] Confusion)
{
    /// <param name="verdicts">Actual and called class of each sample; at least one.</param>
    public static ClassFigures Of(int classes, IReadOnlyList<(int Actual, int Called)> verdicts)
    {
        int[][] confusion = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];
        foreach ((int actual, int called) in verdicts)
        {
            confusion[actual][called]++;
        }

        int right = Enumerable.Range(0, classes).Sum(k => confusion[k][k]);
        double[] shares = [.. Enumerable.Range(0, classes).Where(k => confusion[k].Sum() > 0).Select(k => (double)confusion[k][k] / confusion[k].Sum())];
        return new ClassFigures(verdicts.Count, (double)right / verdicts.Count, shares.Average(), confusion);
    }
}
