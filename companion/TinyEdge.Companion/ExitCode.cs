namespace TinyEdge.Companion;

/// <summary>Process exit codes of the <c>tinyedge</c> command; documented in the README and stable.</summary>
public enum ExitCode
{
    /// <summary>Everything asked for was done.</summary>
    Ok = 0,

    /// <summary>Something inside the tool went wrong that it has no better word for.</summary>
    Internal = 1,

    /// <summary>The command line was wrong.</summary>
    Usage = 2,

    /// <summary>An input file (bundle, recording, model, deployment.json, key) is missing, malformed or contradictory.</summary>
    BadInput = 3,

    /// <summary>A signature or key was refused.</summary>
    Signature = 4,

    /// <summary>The device refused: version, compatibility, replay, budget, state.</summary>
    Refused = 5,

    /// <summary>The device could not be reached, or the link broke for good.</summary>
    Link = 6,

    /// <summary>Authentication to the device failed.</summary>
    Authentication = 7,

    /// <summary>The device took the bundle and rolled back, or its health gate failed.</summary>
    RolledBack = 8,

    /// <summary>A check ran and did not hold (verify, evaluate against a limit, demo step).</summary>
    CheckFailed = 9,

    /// <summary>Interrupted with Ctrl+C.</summary>
    Interrupted = 130,
}
