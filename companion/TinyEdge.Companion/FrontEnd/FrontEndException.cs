using TinyEdge.Bundles;

namespace TinyEdge.Companion.FrontEnd;

/// <summary>A front end that cannot be built or read, with what to change.</summary>
public sealed class FrontEndException(string what, string why, string remedy, ResultCode result = ResultCode.BadFrontEnd)
    : TinyEdgeException(ExitCode.BadInput, what, why, remedy, result);
