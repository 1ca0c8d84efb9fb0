using TinyEdge.Companion.Models;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Tflite;

/// <summary>
/// Writes a network as an int8 .tflite file for TensorFlow Lite itself. Every operator is one that each of its versions with int8
/// kernels has: a dense layer with a scale a channel is written as a convolution over the whole input, because older FULLY_CONNECTED
/// kernels read one scale only.
/// </summary>
public static class TfliteExporter
{
    // Numbers of schema.fbs's BuiltinOptions.
    private const byte Conv2DOptions = 1;
    private const byte DepthwiseConv2DOptions = 2;
    private const byte Pool2DOptions = 5;
    private const byte FullyConnectedOptions = 8;
    private const byte SoftmaxOptions = 9;
    private const byte AddOptions = 11;
    private const byte ReshapeOptions = 17;
    private const byte MulOptions = 21;
    private const byte PadOptions = 22;
    private const byte ReducerOptions = 27;
    private const sbyte Same = 0;
    private const sbyte Valid = 1;

    /// <param name="description">Free text of the file's header.</param>
    /// <returns>A file that imports as the same network: its multipliers have been compared.</returns>
    /// <exception cref="ModelException">A layer that TensorFlow Lite would compute in another way.</exception>
    public static byte[] Export(NetworkModel model, string description = "TinyEdge")
    {
        NetworkModel folded = PadFolding.Fold(model);
        byte[] file = Write(folded, description);
        Prove(folded, file);
        return file;
    }

    /// <summary>The file without the proof.</summary>
    /// <param name="more">Writes operators besides, for tests that steer a runtime.</param>
    internal static byte[] Write(NetworkModel model, string description, Action<TfliteWriter>? more = null)
    {
        TfliteWriter writer = new();
        int input = Activation(writer, model.Input);
        int output = WriteLayers(writer, model, input);
        more?.Invoke(writer);
        return writer.Finish(description, input, output);
    }

    /// <summary>The operators of a network behind a tensor that is there.</summary>
    /// <returns>The tensor that the last one writes.</returns>
    internal static int WriteLayers(TfliteWriter writer, NetworkModel model, int input)
    {
        int[] tensors = new int[model.Layers.Count + 1];
        tensors[0] = input;
        for (int i = 0; i < model.Layers.Count; i++)
        {
            tensors[i + 1] = Activation(writer, model.Layers[i].Output);
            WriteLayer(writer, model, i, tensors);
        }

        return tensors[^1];
    }

    // What TensorFlow Lite derives from the file is what the importer derives from it, and that must be the same arithmetic.
    private static void Prove(NetworkModel model, byte[] file)
    {
        IReadOnlyList<byte[]> wanted = LayerArithmetic.Of(PadFolding.Fold(model, keepDense: false));
        IReadOnlyList<byte[]> made = LayerArithmetic.Of(PadFolding.Fold(TfliteImporter.Import(file), keepDense: false));
        for (int i = 0; i < wanted.Count; i++)
        {
            if (i >= made.Count || !wanted[i].AsSpan().SequenceEqual(made[i]))
            {
                throw new ModelException(
                    "The model cannot be exported.", $"Layer {i} would get another multiplier, clamp or table from TensorFlow Lite.",
                    "Change the padding or the scales of this layer: no .tflite file describes it exactly.");
            }
        }
    }

    private static int Activation(TfliteWriter writer, TensorSpec spec) => writer.Activation(spec.Name, Shape(spec), spec.Scale, spec.ZeroPoint);

    private static int[] Shape(TensorSpec spec) => [1, spec.Height, spec.Width, spec.Channels];

    private static void WriteLayer(TfliteWriter writer, NetworkModel model, int index, int[] tensors)
    {
        LayerSpec layer = model.Layers[index];
        TensorSpec from = model.InputOf(index);
        int input = tensors[model.SourceOf(index) + 1];
        int output = tensors[index + 1];
        switch (layer)
        {
            case WeightedSpec spec:
                WriteWeighted(writer, spec, from, input, output);
                break;
            case PoolSpec spec:
                WritePool(writer, spec, from, input, output);
                break;
            case SoftmaxSpec spec:
                writer.Operator(TfliteOperator.Softmax, 2, [input], output, SoftmaxOptions, (0, spec.Beta));
                break;
            case LogisticSpec:
                writer.Operator(TfliteOperator.Logistic, 2, [input], output);
                break;
            case TableSpec spec:
                WriteTable(writer, spec, input, output);
                break;
            case MeanSpec spec:
                int[] axes = [.. Enumerable.Range(1, 2).Where(axis => axis == 1 ? spec.OverHeight : spec.OverWidth)];
                writer.Operator(TfliteOperator.Mean, 2, [input, writer.Int32Constant("axes", [axes.Length], axes)], output, ReducerOptions, (0, true));
                break;
            case PadSpec spec:
                WritePad(writer, spec.PadTop, spec.Output.Height - from.Height - spec.PadTop, spec.PadLeft, spec.Output.Width - from.Width - spec.PadLeft, input, output);
                break;
            case ElementwiseSpec spec:
                bool isAdd = spec.Operator == OperatorCode.Add;
                writer.Operator(
                    isAdd ? TfliteOperator.Add : TfliteOperator.Mul, 2, [input, tensors[spec.Other + 1]], output, isAdd ? AddOptions : MulOptions, (0, (sbyte)spec.Activation));
                break;
            default:
                int shape = writer.Int32Constant("shape", [4], Shape(layer.Output));
                writer.Operator(TfliteOperator.Reshape, 1, [input, shape], output, ReshapeOptions);
                break;
        }
    }

    private static void WriteWeighted(TfliteWriter writer, WeightedSpec spec, TensorSpec from, int input, int output)
    {
        int outputs = spec.Output.Channels;
        bool isDense = spec.Operator == OperatorCode.FullyConnected;
        bool isPerChannel = spec.WeightScales.Length > 1;
        Window window = spec.Window ?? new Window(from.Height, from.Width, 1, 1, 1, 1, 0, 0);
        int[] shape = spec.Operator switch
        {
            OperatorCode.FullyConnected when !isPerChannel => [outputs, from.Length],
            OperatorCode.DepthwiseConv2D => [1, window.KernelHeight, window.KernelWidth, outputs],
            _ => [outputs, window.KernelHeight, window.KernelWidth, from.Channels],
        };
        int dimension = spec.Operator == OperatorCode.DepthwiseConv2D ? 3 : 0;
        int weights = writer.Int8Constant($"{spec.Output.Name}/weights", shape, spec.Weights, spec.WeightScales, 0, dimension);
        int bias = writer.Int32Constant($"{spec.Output.Name}/bias", [outputs], spec.Bias, [.. spec.WeightScales.Select(scale => scale * from.Scale)]);
        if (isDense && !isPerChannel)
        {
            writer.Operator(TfliteOperator.FullyConnected, 4, [input, weights, bias], output, FullyConnectedOptions, (0, (sbyte)spec.Activation));
            return;
        }

        (int source, sbyte padding) = Padded(writer, spec.Output, from, window, input);
        (int, object)[] common = [(0, padding), (1, window.StrideWidth), (2, window.StrideHeight)];
        if (spec.Operator == OperatorCode.DepthwiseConv2D)
        {
            writer.Operator(
                TfliteOperator.DepthwiseConv2D, 3, [source, weights, bias], output, DepthwiseConv2DOptions,
                [.. common, (3, outputs / from.Channels), (4, (sbyte)spec.Activation), (5, window.DilationWidth), (6, window.DilationHeight)]);
            return;
        }

        writer.Operator(
            TfliteOperator.Conv2D, 3, [source, weights, bias], output, Conv2DOptions,
            [.. common, (3, (sbyte)spec.Activation), (4, window.DilationWidth), (5, window.DilationHeight)]);
    }

    private static void WritePool(TfliteWriter writer, PoolSpec spec, TensorSpec from, int input, int output)
    {
        Window window = spec.Window;
        if (PaddingOf(window, from, spec.Output) is not { } padding)
        {
            throw new ModelException("The model cannot be exported.", $"The padding of pool '{spec.Output.Name}' is neither SAME nor VALID.", "Use one of the two.");
        }

        writer.Operator(
            spec.Operator == OperatorCode.MaxPool2D ? TfliteOperator.MaxPool2D : TfliteOperator.AveragePool2D, 2, [input], output, Pool2DOptions,
            (0, padding), (1, window.StrideWidth), (2, window.StrideHeight), (3, window.KernelWidth), (4, window.KernelHeight), (5, (sbyte)spec.Activation));
    }

    private static void WriteTable(TfliteWriter writer, TableSpec spec, int input, int output)
    {
        switch (spec.Function)
        {
            case TanhFunction:
                writer.Operator(TfliteOperator.Tanh, 2, [input], output);
                break;
            case ReluFunction relu:
                writer.Operator(relu.Activation == Models.Activation.Relu6 ? TfliteOperator.Relu6 : TfliteOperator.Relu, 2, [input], output);
                break;
            case RescaleFunction:
                writer.Operator(TfliteOperator.Quantize, 2, [input], output);
                break;
            case AddConstantFunction add:
                int addend = writer.Int8Constant("addend", [1], [add.Value], [add.Scale], add.ZeroPoint);
                writer.Operator(TfliteOperator.Add, 2, [input, addend], output, AddOptions, (0, (sbyte)add.Activation));
                break;
            case MulConstantFunction mul:
                int factor = writer.Int8Constant("factor", [1], [mul.Value], [mul.Scale], mul.ZeroPoint);
                writer.Operator(TfliteOperator.Mul, 2, [input, factor], output, MulOptions, (0, (sbyte)mul.Activation));
                break;
            default:
                throw new ModelException("The model cannot be exported.", $"Layer '{spec.Output.Name}' is a table of no function that TensorFlow Lite has.", "Export the model that it was made from.");
        }
    }

    // SAME and VALID where they give this window, else an explicit PAD and VALID. XNNPACK is wrong for SAME where the stride steps
    // over the end of an axis, so that too gets a PAD.
    private static (int Source, sbyte Padding) Padded(TfliteWriter writer, TensorSpec to, TensorSpec source, Window window, int input)
    {
        int bottom = Rest(to.Height, window.StrideHeight, window.KernelHeight, window.DilationHeight, window.PadTop, source.Height);
        int right = Rest(to.Width, window.StrideWidth, window.KernelWidth, window.DilationWidth, window.PadLeft, source.Width);
        if (PaddingOf(window, source, to) is { } padding && (padding == Valid || (bottom >= 0 && right >= 0)))
        {
            return (input, padding);
        }

        (bottom, right) = (Math.Max(bottom, 0), Math.Max(right, 0));
        TensorSpec padded = source with { Name = $"{to.Name}/padded", Height = source.Height + window.PadTop + bottom, Width = source.Width + window.PadLeft + right };
        int tensor = Activation(writer, padded);
        WritePad(writer, window.PadTop, bottom, window.PadLeft, right, input, tensor);
        return (tensor, Valid);
    }

    private static int Rest(int output, int stride, int kernel, int dilation, int pad, int input) =>
        ((output - 1) * stride) + ((kernel - 1) * dilation) + 1 - pad - input;

    private static void WritePad(TfliteWriter writer, int top, int bottom, int left, int right, int input, int output) =>
        writer.Operator(TfliteOperator.Pad, 2, [input, writer.Int32Constant("paddings", [4, 2], [0, 0, top, bottom, left, right, 0, 0])], output, PadOptions);

    private static sbyte? PaddingOf(Window window, TensorSpec from, TensorSpec to)
    {
        foreach (sbyte padding in new[] { Valid, Same })
        {
            bool fits = padding == Same || (((window.KernelHeight - 1) * window.DilationHeight) < from.Height && ((window.KernelWidth - 1) * window.DilationWidth) < from.Width);
            if (fits && Window.Resolve(
                padding == Same, from.Height, from.Width, window.KernelHeight, window.KernelWidth, window.StrideHeight, window.StrideWidth,
                window.DilationHeight, window.DilationWidth) == (window, to.Height, to.Width))
            {
                return padding;
            }
        }

        return null;
    }
}
