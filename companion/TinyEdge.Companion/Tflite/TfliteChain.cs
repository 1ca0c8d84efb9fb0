using TinyEdge.Bundles;
using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Tflite;

/// <summary>Follows the operators of one subgraph from its input to its output and adds a layer for each.</summary>
internal sealed class TfliteChain
{
    private const int PaddingSame = 0;

    private readonly FlatTable _graph;
    private readonly FlatTable[] _tensors;
    private readonly FlatTable[] _buffers;

    public TfliteChain(FlatTable graph, FlatTable[] buffers)
    {
        _graph = graph;
        _tensors = graph.Tables(0);
        _buffers = buffers;
    }

    public NetworkModel Build(FlatTable[] operators, int[] codes)
    {
        int current = Single(_graph.Int32s(1), "input");
        int last = Single(_graph.Int32s(2), "output");
        int first = 0;
        int end = operators.Length;
        if (codes[0] == TfliteOperator.Quantize)
        {
            current = SkipConversion(operators[0], current, "QUANTIZE");
            first = 1;
        }

        if (end > first && codes[end - 1] == TfliteOperator.Dequantize)
        {
            end--;
            int before = Data(operators[end]);
            last = Result(operators[end]) == last && TensorAt(last).IsFloat ? before : throw Misplaced("DEQUANTIZE");
        }

        NetworkModel model = new(InputSpec(TensorAt(current)));
        for (int i = first; i < end; i++)
        {
            if (Data(operators[i]) != current)
            {
                throw new ModelException("The model is not a chain.", $"Operator {i} does not read what operator {i - 1} wrote.", "Remove branches: each layer must feed the next.", ResultCode.UnsupportedOperator);
            }

            Add(model, operators[i], codes[i]);
            current = Result(operators[i]);
        }

        return current == last && model.Layers.Count > 0
            ? model
            : throw new ModelException("The model is not a chain.", "Its output is not what its last operator writes.", "Export one input and one output.", ResultCode.UnsupportedOperator);
    }

    private static int Single(int[] list, string what) =>
        list.Length == 1 ? list[0] : throw new ModelException("The model cannot be imported.", $"It has {list.Length} {what} tensors; one is expected.", $"Export with one {what}.");

    private static TensorSpec InputSpec(TfliteTensor tensor) =>
        tensor.Shape.Count < 2 || tensor.Shape[0] == 1
            ? tensor.ToSpec()
            : throw tensor.Unusable($"its batch size is {tensor.Shape[0]}", "Fix the batch size to 1 before converting.");

    private static ModelException Misplaced(string name) =>
        new("The model cannot be imported.", $"{name} is supported only between float and int8 at the very ends of the network.", "Convert with full-integer quantisation so that everything between is int8.", ResultCode.UnsupportedOperator);

    private static Activation ActivationOf(FlatTable? options, int field)
    {
        int code = options?.Int8(field) ?? 0;
        return code is (int)Activation.None or (int)Activation.Relu or (int)Activation.Relu6
            ? (Activation)code
            : throw new ModelException("The model cannot be imported.", $"A fused activation has number {code}; only none, RELU and RELU6 are run.", "Use relu, relu6 or a separate sigmoid.", ResultCode.UnsupportedOperator);
    }

    private int SkipConversion(FlatTable op, int current, string name) =>
        Data(op) == current && TensorAt(current).IsFloat ? Result(op) : throw Misplaced(name);

    private void Add(NetworkModel model, FlatTable op, int code)
    {
        TensorSpec output = TensorAt(Result(op)).ToSpec();
        FlatTable? options = op.Table(4);
        switch (code)
        {
            case TfliteOperator.FullyConnected:
                AddFullyConnected(model, op, options, output);
                break;
            case TfliteOperator.Conv2D:
                AddConv2D(model, op, options, output);
                break;
            case TfliteOperator.DepthwiseConv2D:
                AddDepthwiseConv2D(model, op, options, output);
                break;
            case TfliteOperator.AveragePool2D:
                model.AddAveragePool2D(output, PoolWindow(model, options, output), ActivationOf(options, 5));
                break;
            case TfliteOperator.MaxPool2D:
                model.AddMaxPool2D(output, PoolWindow(model, options, output), ActivationOf(options, 5));
                break;
            case TfliteOperator.Reshape or TfliteOperator.Squeeze or TfliteOperator.ExpandDims:
                model.AddReshape(output);
                break;
            case TfliteOperator.Softmax:
                model.AddSoftmax(output.Name, options?.Single(0) ?? 0);
                RequireUnchanged(model.Output, output);
                break;
            case TfliteOperator.Logistic:
                model.AddLogistic(output.Name);
                RequireUnchanged(model.Output, output);
                break;
            default:
                throw Misplaced(code == TfliteOperator.Quantize ? "QUANTIZE" : "DEQUANTIZE");
        }
    }

    private void AddFullyConnected(NetworkModel model, FlatTable op, FlatTable? options, TensorSpec output)
    {
        if ((options?.Int8(1) ?? 0) != 0)
        {
            throw new ModelException("The model cannot be imported.", "A FullyConnected layer has shuffled weights.", "Convert with the default weight format.", ResultCode.UnsupportedOperator);
        }

        TfliteTensor weights = Constant(op, 1);
        int outputs = weights.Dimension(0, 2);
        int inputs = weights.Dimension(1, 2);
        int[] bias = Bias(op, weights, outputs);
        Activation activation = ActivationOf(options, 0);
        if (inputs == model.Output.Length)
        {
            model.AddFullyConnected(output with { Height = 1, Width = 1, Channels = outputs }, weights.Int8Data(), bias, Scales(weights, 0), activation);
            RequireUnchanged(model.Output, output);
            return;
        }

        // The same dense layer at every position is a convolution with a kernel of one.
        if (inputs != model.Output.Channels)
        {
            throw weights.Unusable($"a row has {inputs} weights for an input of shape {model.Output.Shape}", "Flatten the input before this layer.");
        }

        (Window window, _, _) = Window.Resolve(false, model.Output.Height, model.Output.Width, 1, 1);
        model.AddConv2D(output with { Height = model.Output.Height, Width = model.Output.Width, Channels = outputs }, window, weights.Int8Data(), bias, Scales(weights, 0), activation);
        if (model.Output.Length != output.Length)
        {
            throw Contradiction(model.Output, output);
        }
    }

    private void AddConv2D(NetworkModel model, FlatTable op, FlatTable? options, TensorSpec output)
    {
        TfliteTensor weights = Constant(op, 1);
        if (weights.Dimension(3, 4) != model.Output.Channels)
        {
            throw weights.Unusable($"it has {weights.Dimension(3, 4)} input channels for an input of shape {model.Output.Shape}", "Grouped convolutions are not run: use groups=1 or a depthwise convolution.");
        }

        Window window = WindowOf(model, options, output, weights, 4);
        model.AddConv2D(output, window, weights.Int8Data(), Bias(op, weights, weights.Dimension(0, 4)), Scales(weights, 0), ActivationOf(options, 3));
    }

    private void AddDepthwiseConv2D(NetworkModel model, FlatTable op, FlatTable? options, TensorSpec output)
    {
        TfliteTensor weights = Constant(op, 1);
        Window window = WindowOf(model, options, output, weights, 5);
        model.AddDepthwiseConv2D(output, window, weights.Int8Data(), Bias(op, weights, weights.Dimension(3, 4)), Scales(weights, 3), ActivationOf(options, 4));
    }

    private static Window WindowOf(NetworkModel model, FlatTable? options, TensorSpec output, TfliteTensor weights, int dilationField)
    {
        (Window window, int height, int width) = Window.Resolve(
            (options?.Int8(0) ?? 0) == PaddingSame, model.Output.Height, model.Output.Width, weights.Dimension(1, 4), weights.Dimension(2, 4),
            options?.Int32(2) ?? 0, options?.Int32(1) ?? 0, options?.Int32(dilationField + 1, 1) ?? 1, options?.Int32(dilationField, 1) ?? 1);
        RequireUnchanged(output with { Height = height, Width = width }, output);
        return window;
    }

    private static Window PoolWindow(NetworkModel model, FlatTable? options, TensorSpec output)
    {
        (Window window, int height, int width) = Window.Resolve(
            (options?.Int8(0) ?? 0) == PaddingSame, model.Output.Height, model.Output.Width,
            options?.Int32(4) ?? 0, options?.Int32(3) ?? 0, options?.Int32(2) ?? 0, options?.Int32(1) ?? 0);
        RequireUnchanged(output with { Height = height, Width = width }, output);
        return window;
    }

    private static void RequireUnchanged(TensorSpec computed, TensorSpec declared)
    {
        if (computed.Height != declared.Height || computed.Width != declared.Width || computed.Channels != declared.Channels
            || computed.Scale != declared.Scale || computed.ZeroPoint != declared.ZeroPoint)
        {
            throw Contradiction(computed, declared);
        }
    }

    private static ModelException Contradiction(TensorSpec computed, TensorSpec declared) =>
        new(
            $"Tensor '{declared.Name}' cannot be imported:",
            $"the file says {declared.Shape} scale {declared.Scale} zero point {declared.ZeroPoint}, its operator makes {computed.Shape} scale {computed.Scale} zero point {computed.ZeroPoint}.",
            "Export the model again.", ResultCode.BadTensorShape);

    private static float[] Scales(TfliteTensor weights, int channelDimension) =>
        weights.Scales.Length > 1 && weights.QuantizedDimension != channelDimension
            ? throw weights.Unusable($"its scales lie along dimension {weights.QuantizedDimension} instead of {channelDimension}", "Quantise along output channels.")
            : weights.Scales;

    private TfliteTensor TensorAt(int index) =>
        index >= 0 && index < _tensors.Length
            ? new TfliteTensor(_tensors[index], _buffers)
            : throw FlatTable.Damaged($"Tensor {index} of {_tensors.Length} is referred to.");

    private TfliteTensor Constant(FlatTable op, int input)
    {
        int[] inputs = op.Int32s(1);
        return input < inputs.Length ? TensorAt(inputs[input]) : throw FlatTable.Damaged("An operator lacks its weights.");
    }

    /// <summary>The bias, or zeros where there is none; as many outputs as the shape claims are believed only with a weight for each.</summary>
    private int[] Bias(FlatTable op, TfliteTensor weights, int channels)
    {
        if (channels > weights.Int8Data().Length)
        {
            throw weights.Unusable($"it has fewer values than {channels} outputs", "Export the model again.");
        }

        int[] inputs = op.Int32s(1);
        return inputs.Length < 3 || inputs[2] < 0 ? new int[channels] : TensorAt(inputs[2]).Int32Data();
    }

    private static int Data(FlatTable op)
    {
        int[] inputs = op.Int32s(1);
        return inputs.Length > 0 ? inputs[0] : throw FlatTable.Damaged("An operator has no input.");
    }

    private static int Result(FlatTable op)
    {
        int[] outputs = op.Int32s(2);
        return outputs.Length == 1 ? outputs[0] : throw FlatTable.Damaged($"An operator has {outputs.Length} outputs; one is expected.");
    }
}
