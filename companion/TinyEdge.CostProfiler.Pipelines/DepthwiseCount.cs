using Mono.Cecil.Cil;

namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>
/// Tells what the depthwise kernels spend on multiply-accumulates (loads, products, sums, the store, loops and set-up) from what they spend
/// on turning an accumulator into an output: by what was executed, no share is assumed.
/// </summary>
public static class DepthwiseCount
{
    private const string Line = "TinyEdge.Runtime.Inference.DepthwiseLine.Eval3";
    private const string Requantize = "TinyEdge.Runtime.Inference.Requantize.";

    // In the fast kernel an accumulator is widened (conv.i8), scaled and clamped in line, then the output array (its fourth argument) is loaded for the store.
    private const Code Widens = Code.Conv_I8;
    private const Code LoadsOutput = Code.Ldarg_3;

    /// <summary>Executed instructions of scaling, rounding and clamping in the three-tap kernel.</summary>
    public static long Requantisation(CostCount count) => count.InstructionsBetween(Line, Widens, LoadsOutput);

    /// <summary>Executed instructions of the requantisation that the plain kernel calls, without its clamp.</summary>
    public static long PlainRequantisation(CostCount count) =>
        count.ByMethod().Where(method => method.Method.StartsWith(Requantize, StringComparison.Ordinal)).Sum(method => method.Instructions);
}
