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

    /// <summary>The window that brings this padding itself, or null.</summary>
    public Window? TryFold(Window window, TensorSpec from, int outputHeight, int outputWidth)
    {
        Check(from);
        return PadFolding.TryFold(window, Top, Left, from, outputHeight, outputWidth);
    }
}
