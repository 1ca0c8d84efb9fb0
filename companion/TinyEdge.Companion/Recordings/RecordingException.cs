namespace TinyEdge.Companion.Recordings;

/// <summary>A recording that cannot be used: names the file and, where there is one, the line or the byte offset.</summary>
public sealed class RecordingException(string what, string why, string remedy, Exception? inner = null)
    : TinyEdgeException(ExitCode.BadInput, what, why, remedy, inner: inner);
