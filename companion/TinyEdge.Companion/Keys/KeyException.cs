using TinyEdge.Bundles;

namespace TinyEdge.Companion.Keys;

/// <summary>A key file or key that cannot be used. Its text never holds key material or a passphrase.</summary>
public sealed class KeyException(string what, string why, string remedy, ResultCode result = ResultCode.BadKey, Exception? inner = null, ExitCode exitCode = ExitCode.BadInput)
    : TinyEdgeException(exitCode, what, why, remedy, result, inner);
