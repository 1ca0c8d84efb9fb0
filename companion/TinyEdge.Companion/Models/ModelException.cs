using TinyEdge.Bundles;

namespace TinyEdge.Companion.Models;

/// <summary>A network that cannot become a model component: what is wrong with it, why, and what to change.</summary>
public sealed class ModelException(string what, string why, string remedy, ResultCode result = ResultCode.BadModel, Exception? inner = null)
    : TinyEdgeException(ExitCode.BadInput, what, why, remedy, result, inner);
