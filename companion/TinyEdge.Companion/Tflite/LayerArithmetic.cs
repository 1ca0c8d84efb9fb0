using TinyEdge.Companion.Models;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Tflite;

/// <summary>Everything that decides the values of each layer as bytes: two networks with the same bytes compute the same.</summary>
internal static class LayerArithmetic
{
    public static IReadOnlyList<byte[]> Of(NetworkModel model) => [.. Enumerable.Range(0, model.Layers.Count).Select(i => Of(model, i))];

    private static byte[] Of(NetworkModel model, int index)
    {
        using MemoryStream stream = new();
        using BinaryWriter to = new(stream);
        LayerSpec layer = model.Layers[index];
        TensorSpec from = model.InputOf(index);
        to.Write(model.SourceOf(index));
        Write(to, from);
        Write(to, layer.Output);
        switch (layer)
        {
            case WeightedSpec spec:
                Write(to, spec, from);
                break;
            case PoolSpec spec:
                to.Write((byte)spec.Operator);
                Write(to, spec.Window);
                Write(to, ActivationClamp.Of(spec.Activation, spec.Output));
                break;
            case SoftmaxSpec spec:
                Write(to, Multipliers.OfSoftmax(from, spec.Beta));
                break;
            case LogisticSpec spec:
                Write(to, LogisticTable.Build(from.Scale, from.ZeroPoint, spec.Output.Scale, spec.Output.ZeroPoint));
                break;
            case TableSpec spec:
                Write(to, spec.Function.Build(from, spec.Output, Rounding.Single));
                break;
            case MeanSpec spec:
                to.Write(spec.OverHeight);
                to.Write(spec.OverWidth);
                break;
            case PadSpec spec:
                to.Write(spec.PadTop);
                to.Write(spec.PadLeft);
                break;
            case ElementwiseSpec spec:
                to.Write((byte)spec.Operator);
                to.Write(spec.Other);
                Write(to, ActivationClamp.Of(spec.Activation, spec.Output));
                break;
        }

        to.Flush();
        return stream.ToArray();
    }

    private static void Write(BinaryWriter to, WeightedSpec spec, TensorSpec from)
    {
        bool isPerChannel = spec.WeightScales.Length > 1;
        to.Write(spec.Operator == OperatorCode.DepthwiseConv2D);
        foreach (float scale in spec.WeightScales)
        {
            Write(to, Multipliers.OfWeights(spec.Operator, isPerChannel, from.Scale, scale, spec.Output.Scale));
        }

        Write(to, ActivationClamp.Of(spec.Activation, spec.Output));
        Write(to, spec.Weights);
        foreach (int bias in spec.Bias)
        {
            to.Write(bias);
        }

        // A convolution whose one window is the input is a dense layer.
        if (spec.Window is { } window && !PadFolding.IsWhole(window, from, spec.Output))
        {
            Write(to, window);
        }
    }

    private static void Write(BinaryWriter to, TensorSpec tensor)
    {
        to.Write(tensor.Height);
        to.Write(tensor.Width);
        to.Write(tensor.Channels);
        to.Write(tensor.Scale);
        to.Write(tensor.ZeroPoint);
    }

    private static void Write(BinaryWriter to, Window window)
    {
        foreach (int value in new[] { window.KernelHeight, window.KernelWidth, window.StrideHeight, window.StrideWidth, window.DilationHeight, window.DilationWidth, window.PadTop, window.PadLeft })
        {
            to.Write(value);
        }
    }

    private static void Write(BinaryWriter to, QuantizedMultiplier multiplier)
    {
        to.Write(multiplier.Mantissa);
        to.Write(multiplier.Shift);
    }

    private static void Write(BinaryWriter to, (sbyte Min, sbyte Max) clamp)
    {
        to.Write(clamp.Min);
        to.Write(clamp.Max);
    }

    private static void Write(BinaryWriter to, sbyte[] values) => to.Write((byte[])(Array)values);
}
