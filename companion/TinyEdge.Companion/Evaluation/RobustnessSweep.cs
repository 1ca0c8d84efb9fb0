using System.Collections.Concurrent;
using TinyEdge.Companion.Augmentation;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training;

namespace TinyEdge.Companion.Evaluation;

/// <summary>
/// Judges a model on held-out recordings made worse on purpose, effect by effect and step by step. The changed signals stay in here. Signs,
/// directions and noise of a recording are the same at every severity of an effect, so a curve shows the severity and nothing else.
/// </summary>
/// <param name="openPipeline">A pipeline for one thread.</param>
/// <param name="effects">Those to sweep.</param>
/// <param name="steps">Steps from severity 0 to 1, 1 or more.</param>
public sealed class RobustnessSweep(Func<ModelPipeline> openPipeline, IReadOnlyList<IAugmentation> effects, int steps, int seed)
{
    /// <param name="part">What is judged on.</param>
    /// <param name="onPoint">Told points done and points in all; from any thread, one at a time.</param>
    /// <exception cref="TinyEdgeException">A recording does not fit the model, or has a class that the model does not know.</exception>
    public RobustnessReport Run(HeldOutPart part, Action<int, int>? onPoint = null, CancellationToken cancellation = default)
    {
        ClassEvaluator first = new(openPipeline());
        first.RequireKnownLabels(part.Recordings);
        RobustnessPoint clean = Judge(first, part, null, 0);
        RobustnessPoint[][] points = [.. effects.Select(e => new RobustnessPoint[steps + 1])];
        (int Effect, int Step)[] jobs = [.. Enumerable.Range(0, effects.Count).SelectMany(e => Enumerable.Range(1, steps).Select(s => (e, s)))];
        ConcurrentBag<ClassEvaluator> idle = [first];
        int done = 0;
        object sync = new();
        Parallel.ForEach(jobs, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, job =>
        {
            ClassEvaluator evaluator = idle.TryTake(out ClassEvaluator? taken) ? taken : new ClassEvaluator(openPipeline());
            points[job.Effect][job.Step] = Judge(evaluator, part, effects[job.Effect], (double)job.Step / steps);
            idle.Add(evaluator);
            lock (sync)
            {
                onPoint?.Invoke(++done, jobs.Length);
            }
        });

        return new RobustnessReport(part.Recordings.Count, seed, [.. effects.Select((effect, i) =>
        {
            points[i][0] = clean with { Physical = effect.Describe(0) };
            return new RobustnessCurve(effect.Name, points[i]);
        })]);
    }

    private RobustnessPoint Judge(ClassEvaluator evaluator, HeldOutPart part, IAugmentation? effect, double severity)
    {
        DataRecording[] worse = effect is null ? [.. part.Recordings] : [.. part.Recordings.Select((r, i) => new DataRecording(r.File, r.Number, Worsen(r.Signal, i, effect, severity)))];
        ClassReport report = evaluator.Run(worse);
        return new RobustnessPoint(severity, effect?.Describe(severity) ?? string.Empty, report.AccuracyRatio ?? 0, report.BalancedAccuracyRatio ?? 0);
    }

    private Recording Worsen(Recording signal, int index, IAugmentation effect, double severity)
    {
        TrainingRandom random = new(((ulong)(uint)seed << 32) + (ulong)index);
        SignalBuffer buffer = new(signal);
        effect.Apply(buffer, severity, random);
        return buffer.ToRecording();
    }
}
