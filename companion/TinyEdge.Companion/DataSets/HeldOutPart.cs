namespace TinyEdge.Companion.DataSets;

/// <summary>Recordings that are never learnt from: those that settings are chosen on, and those that give the verdict.</summary>
public sealed class HeldOutPart
{
    internal HeldOutPart(IReadOnlyList<DataRecording> recordings) => Recordings = recordings;

    /// <summary>By file, then in the order of recording.</summary>
    public IReadOnlyList<DataRecording> Recordings { get; }
}
