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
}
