using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.Training.Study;

/// <summary>
/// Measures, over several seeds, everything that is asked of models of the fan: trained on the first 60 % of each file and judged on the last
/// 40 %, in time, in float and as INT8 by the device's own engine from its own front end. The same recordings and seeds give the same figures.
/// </summary>
public static class FanStudy
{
    /// <param name="folder">The fan recordings; every speed with and without a weight, off, and moving.</param>
    /// <param name="firstSeed">1 or more; the seeds are this one and those after it.</param>
    /// <param name="log">Narration.</param>
    /// <exception cref="RecordingException">The folder cannot be read, or a condition has no recordings.</exception>
    public static StudyReport Run(string folder, int firstSeed, int seeds, TextWriter log, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 1);
        IReadOnlyList<FanFile> files = FanVibrationLayout.Load(folder);
        RequireConditions(files);
        DataSplit split = DataSplit.Of(FanDataSet.Load(folder), FanDataSet.Split);
        LabelledRecording[] verdict = [.. ReferenceTraining.Labelled(files, FanSplit.Verdict)];
        List<SeedFigures> figures = [];
        for (int i = 0; i < seeds; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            log.WriteLine($"seed {firstSeed + i}, {i + 1} of {seeds}");
            figures.Add(SeedFigures.Measure(files, split, verdict, firstSeed + i));
        }

        return new StudyReport([.. figures.Select(f => f.Seed)], verdict.Length, figures[0].PoolBytes, Lines(figures));
    }

    private static IReadOnlyList<StudyLine> Lines(IReadOnlyList<SeedFigures> figures)
    {
        return
        [
            Line("a-low", "weight or not, low speed, balanced accuracy", f => f.Speeds.Speed("low"), 0.99),
            Line("a-medium", "weight or not, medium speed, balanced accuracy", f => f.Speeds.Speed("medium"), 0.99),
            Line("a-high", "weight or not, high speed, balanced accuracy", f => f.Speeds.Speed("high"), 0.85, 0.95),
            Line("a-all", "weight or not, all speeds, balanced accuracy", f => f.Speeds.AllSpeeds, 0.95),
            Line("b", "speed and state, mean share of 7 classes called right", f => f.Classes, 0.95, 0.98),
            Line("c-trained", "moving called faulty, half of them trained on", f => f.Speeds.Moving, 0.03, isAtMost: true),
            Line("c-never", "moving called faulty, never trained on them", f => f.Still.Moving, null, 0.20, isAtMost: true),
            Line("c-never-all", "the same model: weight or not, all speeds, balanced accuracy", f => f.Still.AllSpeeds, null, isAsked: false),
            Line("c-never-low", "the same model: weight or not, low speed, balanced accuracy", f => f.Still.Speed("low"), null, isAsked: false),
            Line("e-low", "anomaly, no weight ever trained on, low speed, AUC", f => f.Anomaly[FanSpeed.Low], 0.95),
            Line("e-medium", "anomaly, no weight ever trained on, medium speed, AUC", f => f.Anomaly[FanSpeed.Medium], 0.95),
            Line("e-high", "anomaly, no weight ever trained on, high speed, AUC", f => f.Anomaly[FanSpeed.High], null),
        ];

        StudyLine Line(string id, string text, Func<SeedFigures, FloatAndInt8> figure, double? limit, double? aim = null, bool isAtMost = false, bool isAsked = true) =>
            new(id, text, [.. figures.Select(f => figure(f).Float)], [.. figures.Select(f => figure(f).Int8)], limit, aim, isAtMost, isAsked);
    }

    private static void RequireConditions(IReadOnlyList<FanFile> files)
    {
        FanSpeed[] turning = [FanSpeed.Low, FanSpeed.Medium, FanSpeed.High];
        List<string> missing = [.. turning.SelectMany(speed => new[] { MachineState.Healthy, MachineState.Fault }.Select(state => (speed, state)))
            .Where(c => !files.Any(f => f.Conditions == new FanConditions(c.speed, c.state, false)))
            .Select(c => $"{c.speed} speed, {c.state}".ToLowerInvariant())];
        missing.AddRange(files.Any(f => f.Conditions.State == MachineState.Off) ? [] : ["off"]);
        missing.AddRange(files.Any(f => f.Conditions.IsMoving) ? [] : ["moving"]);
        if (missing.Count > 0)
        {
            throw new RecordingException("The study cannot be made.", $"There are no recordings of: {string.Join("; ", missing)}.", "Point to a folder with all eight files of the fan data set.");
        }
    }
}
