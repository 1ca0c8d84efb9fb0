using TinyEdge.Bundles;
using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Tflite;

/// <summary>A PAD that has not become a layer yet: rows and columns of zero point around another tensor.</summary>
internal sealed record TflitePad(int Source, TensorSpec Output, int Top, int Bottom, int Left, int Right)
{
    /// <summary>Whether the declared output is the padded input.</summary>
    public void Check(TensorSpec from)
    {
        if (Output.Height != (long)from.Height + Top + Bottom || Output.Width != (long)from.Width + Left + Right || Output.Channels != from.Channels
            || Output.Scale != from.Scale || Output.ZeroPoint != from.ZeroPoint)
        {
            throw new ModelException(
                $"Tensor '{Output.Name}' cannot be imported:",
                $"PAD of {from.Shape} by {Top}, {Bottom}, {Left}, {Right} in one scale and zero point does not make {Output.Shape} scale {Output.Scale} zero point {Output.ZeroPoint}.",
                "Export the model again.", ResultCode.BadTensorShape);
        }
    }

    /// <summary>
    /// The window over the tensor without padding that sees what <paramref name="window"/> sees with it: taps outside contribute
    /// nothing, and so do zero points. Null when a window would lie wholly in the padding, which the device's kernels do not take.
    /// </summary>
    public Window? TryFold(Window window, TensorSpec from, int outputHeight, int outputWidth)
    {
        Check(from);
        int top = window.PadTop + Top;
        int left = window.PadLeft + Left;
        bool fits = Touches(top, window.KernelHeight, window.DilationHeight, window.StrideHeight, outputHeight, from.Height)
            && Touches(left, window.KernelWidth, window.DilationWidth, window.StrideWidth, outputWidth, from.Width);
        return fits ? window with { PadTop = top, PadLeft = left } : null;
    }

    private static bool Touches(int pad, int kernel, int dilation, int stride, int output, int input) =>
        pad < ((long)(kernel - 1) * dilation) + 1 && ((long)(output - 1) * stride) - pad < input;
}
