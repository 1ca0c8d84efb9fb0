using TinyEdge.Bundles;
using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Tflite;

/// <summary>
/// Builds the network of a graph whose operators are all supported, in file order and without what the output does not need. A PAD
/// becomes padding of the convolutions that read it where their windows can bring it, else a layer.
/// </summary>
internal sealed class TfliteBuilder
{
    private const int PaddingSame = 0;

    private readonly TfliteGraph _graph;
    private readonly NetworkModel _model;
    private readonly Dictionary<int, int> _layerOf = [];
    private readonly Dictionary<int, TflitePad> _pads = [];
    private readonly int _outputTensor;

    public TfliteBuilder(TfliteGraph graph)
    {
        _graph = graph;
        int input = Single(graph.Inputs, "input");
        int output = Single(graph.Outputs, "output");
        TfliteNode? first = graph.Nodes.FirstOrDefault(n => n.Code == TfliteOperator.Quantize && n.Inputs[0] == input && Tensor(input).IsFloat);
        TfliteNode? last = graph.Nodes.FirstOrDefault(n => n.Code == TfliteOperator.Dequantize && n.Outputs[0] == output);
        int start = first?.Outputs[0] ?? input;
        _outputTensor = last?.Inputs[0] ?? output;
        _model = new NetworkModel(InputSpec(Tensor(start)));
        _layerOf[start] = -1;
    }

    public NetworkModel Build()
    {
        foreach (TfliteNode node in Needed())
        {
            Add(node);
        }

        Read(_outputTensor);
        return _model.Layers.Count > 0 && _layerOf.TryGetValue(_outputTensor, out int layer) && layer == _model.Layers.Count - 1
            ? _model
            : throw new ModelException("The model cannot be imported.", "Its output is not made from its input.", "Export one input and one output that depends on it.", ResultCode.UnsupportedOperator);
    }

    private static int Single(int[] list, string what) =>
        list.Length == 1 ? list[0] : throw new ModelException("The model cannot be imported.", $"It has {list.Length} {what} tensors; one is expected.", $"Export with one {what}.");

    private static TensorSpec InputSpec(TfliteTensor tensor) =>
        tensor.Shape.Count < 2 || tensor.Shape[0] == 1
            ? tensor.ToSpec()
            : throw tensor.Unusable($"its batch size is {tensor.Shape[0]}", "Fix the batch size to 1 before converting.");

    private static Activation ActivationOf(FlatTable? options, int field) => (Activation)(options?.Int8(field) ?? 0);

    // What the output depends on, in file order, float ends excluded.
    private IEnumerable<TfliteNode> Needed()
    {
        HashSet<int> wanted = [_outputTensor];
        List<TfliteNode> needed = [];
        foreach (TfliteNode node in _graph.Nodes.Reverse())
        {
            if (wanted.Contains(node.Outputs[0]) && !_layerOf.ContainsKey(node.Outputs[0]))
            {
                needed.Add(node);
                wanted.UnionWith(node.Inputs);
            }
        }

        needed.Reverse();
        return needed;
    }

    private void Add(TfliteNode node)
    {
        TfliteTensor result = Tensor(node.Outputs[0]);
        TensorSpec output = result.ToSpec();
        if (node.Code == TfliteOperator.Pad)
        {
            (int top, int bottom, int left, int right) = TfliteAxes.OfPad(_graph, node, Tensor(node.Inputs[0]))!.Value;
            _pads[result.Index] = new TflitePad(node.Inputs[0], output, top, bottom, left, right);
            return;
        }

        switch (node.Code)
        {
            case TfliteOperator.FullyConnected:
                AddFullyConnected(node, output);
                break;
            case TfliteOperator.Conv2D:
                AddConv2D(node, output);
                break;
            case TfliteOperator.DepthwiseConv2D:
                AddDepthwiseConv2D(node, output);
                break;
            case TfliteOperator.Add or TfliteOperator.Mul:
                AddPair(node, output);
                break;
            case TfliteOperator.Mean:
                AddMean(node, output);
                break;
            default:
                AddSimple(node, output);
                break;
        }

        RequireSame(_model.Output, output);
        _layerOf[result.Index] = _model.Layers.Count - 1;
    }

    private void AddSimple(TfliteNode node, TensorSpec output)
    {
        Read(node.Inputs[0]);
        _ = node.Code switch
        {
            TfliteOperator.AveragePool2D => _model.AddAveragePool2D(output, PoolWindow(node, output), ActivationOf(node.Options, 5)),
            TfliteOperator.MaxPool2D => _model.AddMaxPool2D(output, PoolWindow(node, output), ActivationOf(node.Options, 5)),
            TfliteOperator.Reshape or TfliteOperator.Squeeze or TfliteOperator.ExpandDims => _model.AddReshape(output),
            TfliteOperator.Softmax => _model.AddSoftmax(output.Name, node.Options?.Single(0) ?? 0),
            TfliteOperator.Logistic => _model.AddLogistic(output.Name),
            TfliteOperator.Tanh => _model.AddTable(output, new TanhFunction()),
            TfliteOperator.Relu => _model.AddTable(output, new ReluFunction(Activation.Relu)),
            TfliteOperator.Relu6 => _model.AddTable(output, new ReluFunction(Activation.Relu6)),
            TfliteOperator.Quantize => _model.AddTable(output, new RescaleFunction()),
            _ => throw new ModelException("The model cannot be imported.", $"{node} stands where only the ends of a network have it.", "Convert with full-integer quantisation.", ResultCode.UnsupportedOperator),
        };
    }

    private void AddFullyConnected(TfliteNode node, TensorSpec output)
    {
        TfliteTensor weights = Constant(node, 1);
        int outputs = weights.Dimension(0, 2);
        int inputs = weights.Dimension(1, 2);
        int[] bias = Bias(node, outputs);
        Activation activation = ActivationOf(node.Options, 0);
        TensorSpec from = Read(node.Inputs[0]);
        if (inputs == from.Length)
        {
            _model.AddFullyConnected(output with { Height = 1, Width = 1, Channels = outputs }, weights.Int8Data(), bias, Scales(weights, 0), activation);
            return;
        }

        // The same dense layer at every position is a convolution with a kernel of one.
        if (inputs != from.Channels)
        {
            throw weights.Unusable($"a row has {inputs} weights for an input of shape {from.Shape}", "Flatten the input before this layer.");
        }

        (Window window, _, _) = Window.Resolve(false, from.Height, from.Width, 1, 1);
        _model.AddConv2D(output with { Height = from.Height, Width = from.Width, Channels = outputs }, window, weights.Int8Data(), bias, Scales(weights, 0), activation);
        if (_model.Output.Length == output.Length && _model.Output.Shape != output.Shape)
        {
            _model.AddReshape(output);
        }
    }

    private void AddConv2D(TfliteNode node, TensorSpec output)
    {
        TfliteTensor weights = Constant(node, 1);
        Window window = WindowOf(node, output, weights, 4);
        TensorSpec from = _model.Source;
        if (weights.Dimension(3, 4) != from.Channels)
        {
            throw weights.Unusable($"it has {weights.Dimension(3, 4)} input channels for an input of shape {from.Shape}", "Grouped convolutions are not run: use groups=1 or a depthwise convolution.");
        }

        int[] bias = Bias(node, weights.Dimension(0, 4));
        float[] scales = Scales(weights, 0);
        bool isWhole = PadFolding.IsWhole(window, from, output);

        // One window that sees everything is a dense layer, which needs no window; with one scale for all their multipliers differ in the last bit.
        if (isWhole && scales.Length > 1)
        {
            _model.AddFullyConnected(output, weights.Int8Data(), bias, scales, ActivationOf(node.Options, 3));
            return;
        }

        _model.AddConv2D(output, window, weights.Int8Data(), bias, scales, ActivationOf(node.Options, 3));
    }

    private void AddDepthwiseConv2D(TfliteNode node, TensorSpec output)
    {
        TfliteTensor weights = Constant(node, 1);
        Window window = WindowOf(node, output, weights, 5);
        _model.AddDepthwiseConv2D(output, window, weights.Int8Data(), Bias(node, weights.Dimension(3, 4)), Scales(weights, 3), ActivationOf(node.Options, 4));
    }

    private void AddPair(TfliteNode node, TensorSpec output)
    {
        Activation activation = ActivationOf(node.Options, 0);
        int constantAt = Tensor(node.Inputs[0]).HasData ? 0 : Tensor(node.Inputs[1]).HasData ? 1 : -1;
        bool isAdd = node.Code == TfliteOperator.Add;
        if (constantAt < 0)
        {
            Read(node.Inputs[1]);
            Read(node.Inputs[0]);
            int other = _layerOf[node.Inputs[1]];
            _ = isAdd ? _model.AddSum(output, other, activation) : _model.AddProduct(output, other, activation);
            return;
        }

        TfliteTensor constant = Tensor(node.Inputs[constantAt]);
        TensorSpec quantization = constant.ToSpec();
        Read(node.Inputs[1 - constantAt]);
        sbyte value = constant.SingleInt8();
        _model.AddTable(
            output,
            isAdd
                ? new AddConstantFunction(value, quantization.Scale, quantization.ZeroPoint, activation)
                : new MulConstantFunction(value, quantization.Scale, quantization.ZeroPoint, activation));
    }

    private void AddMean(TfliteNode node, TensorSpec output)
    {
        (bool height, bool width) = TfliteAxes.OfMean(_graph, node, Tensor(node.Inputs[0]))!.Value;
        TensorSpec from = Read(node.Inputs[0]);
        TensorSpec mean = output with { Height = height ? 1 : from.Height, Width = width ? 1 : from.Width, Channels = from.Channels };
        _model.AddMean(mean, height, width);
        if (mean.Shape != output.Shape && mean.Length == output.Length)
        {
            _model.AddReshape(output);
        }
    }

    // Resolves the padding over what the operator reads, a PAD before it included, and makes the model read the tensor without it.
    private Window WindowOf(TfliteNode node, TensorSpec output, TfliteTensor weights, int dilationField)
    {
        FlatTable? options = node.Options;
        int tensor = node.Inputs[0];
        TensorSpec seen = SpecOf(tensor);
        (Window window, int height, int width) = Window.Resolve(
            (options?.Int8(0) ?? 0) == PaddingSame, seen.Height, seen.Width, weights.Dimension(1, 4), weights.Dimension(2, 4),
            options?.Int32(2) ?? 0, options?.Int32(1) ?? 0, options?.Int32(dilationField + 1, 1) ?? 1, options?.Int32(dilationField, 1) ?? 1);
        RequireSame(output with { Height = height, Width = width }, output);
        bool isDense = PadFolding.IsWhole(window, seen, output);
        while (!isDense && _pads.TryGetValue(tensor, out TflitePad? pad) && pad.TryFold(window, SpecOf(pad.Source), height, width) is { } folded)
        {
            window = folded;
            tensor = pad.Source;
        }

        Read(tensor);
        return window;
    }

    private TensorSpec SpecOf(int tensor) => _pads.TryGetValue(tensor, out TflitePad? pad) ? pad.Output : Read(tensor);

    private Window PoolWindow(TfliteNode node, TensorSpec output)
    {
        FlatTable? options = node.Options;
        (Window window, int height, int width) = Window.Resolve(
            (options?.Int8(0) ?? 0) == PaddingSame, _model.Source.Height, _model.Source.Width,
            options?.Int32(4) ?? 0, options?.Int32(3) ?? 0, options?.Int32(2) ?? 0, options?.Int32(1) ?? 0);
        RequireSame(output with { Height = height, Width = width }, output);
        return window;
    }

    // Lets the next layer read a tensor; a PAD that nobody took into a window becomes a layer now.
    private TensorSpec Read(int tensor)
    {
        if (!_layerOf.TryGetValue(tensor, out int layer))
        {
            if (!_pads.TryGetValue(tensor, out TflitePad? pad))
            {
                throw Tensor(tensor).Unusable("it is a constant where a computed tensor is expected, or does not depend on the input", "Convert with optimisation, so that constants are folded.");
            }

            Read(pad.Source);
            pad.Check(_model.Source);
            _model.AddPad(pad.Output, pad.Top, pad.Left);
            layer = _layerOf[tensor] = _model.Layers.Count - 1;
        }

        return _model.ReadFrom(layer).Source;
    }

    private static void RequireSame(TensorSpec computed, TensorSpec declared)
    {
        if (computed.Height != declared.Height || computed.Width != declared.Width || computed.Channels != declared.Channels
            || computed.Scale != declared.Scale || computed.ZeroPoint != declared.ZeroPoint)
        {
            throw new ModelException(
                $"Tensor '{declared.Name}' cannot be imported:",
                $"the file says {declared.Shape} scale {declared.Scale} zero point {declared.ZeroPoint}, its operator makes {computed.Shape} scale {computed.Scale} zero point {computed.ZeroPoint}.",
                "Export the model again.", ResultCode.BadTensorShape);
        }
    }

    private static float[] Scales(TfliteTensor weights, int channelDimension) =>
        weights.Scales.Length > 1 && weights.QuantizedDimension != channelDimension
            ? throw weights.Unusable($"its scales lie along dimension {weights.QuantizedDimension} instead of {channelDimension}", "Quantise along output channels.")
            : weights.Scales;

    private TfliteTensor Tensor(int index) => _graph.TensorAt(index, "the graph");

    private TfliteTensor Constant(TfliteNode node, int input) =>
        input < node.Inputs.Length && node.Inputs[input] >= 0 ? Tensor(node.Inputs[input]) : throw FlatTable.Damaged($"{node} lacks its weights.");

    private int[] Bias(TfliteNode node, int channels) =>
        node.Inputs.Length < 3 || node.Inputs[2] < 0 ? new int[channels] : Tensor(node.Inputs[2]).Int32Data();
}
