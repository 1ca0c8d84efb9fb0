using TinyEdge.Bundles;

namespace TinyEdge.Companion;

/// <summary>
/// An error that a person can act on: what happened, why, and what to do next. Carries the exit code of the command
/// and, where a device or parser refused, its result code.
/// </summary>
public class TinyEdgeException : Exception
{
    public TinyEdgeException(ExitCode exitCode, string what, string why, string remedy, ResultCode result = ResultCode.Ok, Exception? inner = null)
        : base($"{what} {why} {remedy}".Trim(), inner)
    {
        ExitCode = exitCode;
        What = what;
        Why = why;
        Remedy = remedy;
        Result = result;
    }

    public ExitCode ExitCode { get; }

    /// <summary>One sentence: what failed.</summary>
    public string What { get; }

    /// <summary>One sentence: why.</summary>
    public string Why { get; }

    /// <summary>One sentence: what to do next.</summary>
    public string Remedy { get; }

    /// <summary>The numeric code of the refusal, or Ok when there is none.</summary>
    public ResultCode Result { get; }
}
