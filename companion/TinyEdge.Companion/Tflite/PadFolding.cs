using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Tflite;

/// <summary>
/// Padding layers into the windows of the convolutions that read them: taps outside contribute nothing, and so do zero points. What
/// the importer does with a PAD, for a network that is there already.
/// </summary>
internal static class PadFolding
{
    /// <summary>The same network without the padding layers that windows can bring.</summary>
    /// <param name="keepDense">Whether a window that sees all of a padded tensor stays the dense layer that it is.</param>
    public static NetworkModel Fold(NetworkModel model, bool keepDense = true)
    {
        if (!model.Layers.OfType<PadSpec>().Any())
        {
            return model;
        }

        NetworkModel folded = new(model.Input);
        Dictionary<int, int> places = new() { [-1] = -1 };
        for (int i = 0; i < model.Layers.Count; i++)
        {
            LayerSpec layer = model.Layers[i];
            if (layer is PadSpec && i < model.Layers.Count - 1)
            {
                continue;
            }

            int source = model.SourceOf(i);
            bool isDense = keepDense && layer is WeightedSpec { Window: { } whole } && IsWhole(whole, model.InputOf(i), layer.Output);
            while (!isDense && source >= 0 && model.Layers[source] is PadSpec pad && layer is WeightedSpec { Window: { } window } spec
                && TryFold(window, pad.PadTop, pad.PadLeft, model.InputOf(source), spec.Output.Height, spec.Output.Width) is { } wider)
            {
                layer = spec with { Window = wider };
                source = model.SourceOf(source);
            }

            if (layer is ElementwiseSpec pair)
            {
                layer = pair with { Other = Place(model, folded, places, pair.Other) };
            }

            folded.AddLayer(layer, Place(model, folded, places, source));
            places[i] = folded.Layers.Count - 1;
        }

        return folded;
    }

    /// <summary>
    /// The window over the tensor without padding that sees what <paramref name="window"/> sees with it. Null when a window would lie
    /// wholly in the padding, which the device's kernels do not take.
    /// </summary>
    public static Window? TryFold(Window window, int padTop, int padLeft, TensorSpec from, int outputHeight, int outputWidth)
    {
        int top = window.PadTop + padTop;
        int left = window.PadLeft + padLeft;
        bool fits = Touches(top, window.KernelHeight, window.DilationHeight, window.StrideHeight, outputHeight, from.Height)
            && Touches(left, window.KernelWidth, window.DilationWidth, window.StrideWidth, outputWidth, from.Width);
        return fits ? window with { PadTop = top, PadLeft = left } : null;
    }

    /// <summary>One window that sees all of the input and nothing else: a dense layer, which takes no padding.</summary>
    public static bool IsWhole(Window window, TensorSpec from, TensorSpec to) =>
        window.KernelHeight == from.Height && window.KernelWidth == from.Width && window.PadTop == 0 && window.PadLeft == 0 && to.Height == 1 && to.Width == 1;

    private static bool Touches(int pad, int kernel, int dilation, int stride, int output, int input) =>
        pad < ((long)(kernel - 1) * dilation) + 1 && ((long)(output - 1) * stride) - pad < input;

    // Padding that somebody needs as a tensor becomes a layer at its first reader.
    private static int Place(NetworkModel model, NetworkModel folded, Dictionary<int, int> places, int layer)
    {
        if (!places.TryGetValue(layer, out int place))
        {
            folded.AddLayer(model.Layers[layer], Place(model, folded, places, model.SourceOf(layer)));
            place = places[layer] = folded.Layers.Count - 1;
        }

        return place;
    }
}
