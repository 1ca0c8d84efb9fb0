namespace TinyEdge.Companion.Training.Study;

/// <summary>How well a score orders two groups.</summary>
public static class RankStatistic
{
    /// <summary>
    /// Area under the receiver operating characteristic: the share of pairs in which the abnormal one scores higher, ties counting
    /// half (Mann and Whitney 1947).
    /// </summary>
    /// <exception cref="ArgumentException">A group is empty.</exception>
    public static double AreaUnderCurve(IReadOnlyList<double> normal, IReadOnlyList<double> abnormal)
    {
        if (normal.Count == 0 || abnormal.Count == 0)
        {
            throw new ArgumentException("A group of scores is empty.");
        }

        double wins = abnormal.Sum(a => normal.Sum(n => a > n ? 1 : a == n ? 0.5 : 0));
        return wins / ((double)normal.Count * abnormal.Count);
    }
}
