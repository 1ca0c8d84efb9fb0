using TinyEdge.Bundles;

namespace TinyEdge.Companion.Bundling;

/// <summary>A bundle that cannot be made, or a file that is not one.</summary>
public sealed class BundleException(string what, string why, string remedy, ResultCode result = ResultCode.Ok, ExitCode exitCode = ExitCode.BadInput, Exception? inner = null)
    : TinyEdgeException(exitCode, what, why, remedy, result, inner);
