namespace TinyEdge.Companion.DataSets;

/// <summary>A data set or a split that cannot be used: names the file, what in it, and the remedy.</summary>
public sealed class DataSetException(string what, string why, string remedy, Exception? inner = null)
    : TinyEdgeException(ExitCode.BadInput, what, why, remedy, inner: inner);
