using TinyEdge.Companion.Augmentation;

namespace TinyEdge.Companion.DataSets;

/// <summary>
/// Recordings that may be learnt from, and the only ones that can be augmented: a <see cref="HeldOutPart"/> has no such method, and nothing
/// else makes a <see cref="TrainingSignal"/>.
/// </summary>
public sealed class TrainingPart
{
    internal TrainingPart(IReadOnlyList<DataRecording> recordings) => Recordings = recordings;

    /// <summary>By file, then in the order of recording.</summary>
    public IReadOnlyList<DataRecording> Recordings { get; }

    /// <summary>The recordings as they are.</summary>
    public IEnumerable<TrainingSignal> Signals() => Recordings.Select(r => new TrainingSignal(r, r.Signal, copy: 0));

    /// <summary>Each recording as it is, then the plan's copies of it. The same plan and seed give the same bits on every machine.</summary>
    /// <exception cref="TinyEdgeException">The plan is malformed, or takes noise from a class without training recordings.</exception>
    public IEnumerable<TrainingSignal> Augmented(AugmentationPlan plan, ulong seed)
    {
        Augmenter augmenter = new(plan, seed, Recordings);
        return Recordings.SelectMany(r => Enumerable.Range(0, plan.Copies + 1).Select(copy => new TrainingSignal(r, copy == 0 ? r.Signal : augmenter.Copy(r, copy), copy)));
    }
}
