using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.DataSets;

/// <summary>A signal to learn from: a recording, or a copy of one that has been changed. Only a <see cref="TrainingPart"/> makes them.</summary>
public sealed class TrainingSignal
{
    internal TrainingSignal(DataRecording source, Recording signal, int copy)
    {
        Source = source;
        Signal = signal;
        Copy = copy;
    }

    /// <summary>What it was made from: label, tags and group hold for the copy too.</summary>
    public DataRecording Source { get; }

    /// <summary>Same rate and axes as its source.</summary>
    public Recording Signal { get; }

    /// <summary>0: the recording itself; 1 and on: changed copies.</summary>
    public int Copy { get; }
}
