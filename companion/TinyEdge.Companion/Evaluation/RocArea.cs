namespace TinyEdge.Companion.Evaluation;

/// <summary>Area under the receiver operating characteristic: the chance that an anomaly scores above a normal recording, equal scores counted half (Mann and Whitney 1947).</summary>
public static class RocArea
{
    /// <returns>0..1; NaN when one of the two is empty.</returns>
    public static double Of(IReadOnlyList<double> normal, IReadOnlyList<double> anomalous)
    {
        double[] sorted = [.. normal.Order()];
        double sum = 0;
        foreach (double score in anomalous)
        {
            sum += (Count(sorted, score, isOrEqual: false) + Count(sorted, score, isOrEqual: true)) / 2.0;
        }

        return sum / ((double)normal.Count * anomalous.Count);
    }

    // Entries below a value, or at most as large.
    private static int Count(double[] sorted, double value, bool isOrEqual)
    {
        int low = 0;
        int high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            bool isBefore = isOrEqual ? sorted[middle] <= value : sorted[middle] < value;
            (low, high) = isBefore ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
