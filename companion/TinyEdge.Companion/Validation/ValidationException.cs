using TinyEdge.Bundles;

namespace TinyEdge.Companion.Validation;

/// <summary>A model cannot be validated with what was given.</summary>
public sealed class ValidationException(string what, string why, string remedy, Exception? inner = null)
    : TinyEdgeException(ExitCode.BadInput, what, why, remedy, ResultCode.Ok, inner);
