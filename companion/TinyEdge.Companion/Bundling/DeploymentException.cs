namespace TinyEdge.Companion.Bundling;

/// <summary>A deployment.json that is not as it must be; says where, when it is about a place in the file.</summary>
public sealed class DeploymentException(string what, string why, string remedy, int line = 0, int column = 0, Exception? inner = null)
    : TinyEdgeException(ExitCode.BadInput, what, why, remedy, inner: inner)
{
    /// <summary>Line from 1 on, or 0.</summary>
    public int Line { get; } = line;

    /// <summary>Column from 1 on, in characters, or 0.</summary>
    public int Column { get; } = column;
}
