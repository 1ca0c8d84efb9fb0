namespace TinyEdge.Companion.Training;

/// <summary>Training data or settings from which no model can be made.</summary>
public sealed class TrainingException(string what, string why, string remedy)
    : TinyEdgeException(ExitCode.BadInput, what, why, remedy);
