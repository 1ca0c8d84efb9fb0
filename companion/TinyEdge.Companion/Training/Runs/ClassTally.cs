using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Evaluation;

namespace TinyEdge.Companion.Training.Runs;

/// <summary>Counts verdicts that came from elsewhere than a device's pipeline: those of the float network.</summary>
internal static class ClassTally
{
    public static ClassReport Of(IReadOnlyList<string> labels, IReadOnlyList<DataRecording> recordings, IReadOnlyList<float[]> outputs)
    {
        int[][] confusion = [.. labels.Select(_ => new int[labels.Count])];
        var judged = recordings.Zip(outputs, (r, o) => (Recording: r, Actual: labels.ToList().IndexOf(r.Label), Predicted: Array.IndexOf(o, o.Max()))).ToArray();
        foreach (var (_, actual, predicted) in judged)
        {
            confusion[actual][predicted]++;
        }

        StratumAccuracy[] strata = [.. judged.GroupBy(j => (j.Recording.Tags.Stratum, j.Recording.Label)).Select(g => new StratumAccuracy(g.Key.Stratum, g.Key.Label, g.Count(), g.Count(j => j.Actual == j.Predicted)))];
        return new ClassReport(labels, confusion, 0, 0, strata, 0, 0);
    }
}
