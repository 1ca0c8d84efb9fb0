using TinyEdge.Bundles;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Models;

/// <summary>
/// An INT8 network as the desktop holds it: an input and layers in the order in which they run. Built layer by layer; each Add
/// method returns the model so that calls chain, and the layer reads the one before it unless <see cref="ReadFrom"/> was called.
/// Shapes and lengths are checked when a layer is added.
/// </summary>
public sealed class NetworkModel(TensorSpec input)
{
    private readonly List<LayerSpec> _layers = [];
    private readonly List<int> _sources = [];
    private int? _next;

    public TensorSpec Input { get; } = Checked(input);

    public IReadOnlyList<LayerSpec> Layers => _layers;

    /// <summary>The output of the last layer, and of the whole when none follows.</summary>
    public TensorSpec Output => _layers.Count == 0 ? Input : _layers[^1].Output;

    /// <summary>The tensor that layer <paramref name="index"/> reads.</summary>
    public TensorSpec InputOf(int index) => TensorOf(_sources[index]);

    /// <summary>The layer whose output layer <paramref name="index"/> reads; -1 for the network's input.</summary>
    public int SourceOf(int index) => _sources[index];

    /// <summary>What the second operand of an Add or Mul is.</summary>
    public TensorSpec OtherInputOf(int index) => TensorOf(((ElementwiseSpec)_layers[index]).Other);

    /// <summary>Whether each layer reads just what the one before it wrote.</summary>
    public bool IsChain => !_sources.Where((source, i) => source != i - 1).Any() && !_layers.OfType<ElementwiseSpec>().Any();

    /// <summary>The tensor that the next layer reads.</summary>
    public TensorSpec Source => TensorOf(_next ?? _layers.Count - 1);

    /// <summary>Lets the next layer read the output of an earlier one; -1 is the network's input.</summary>
    public NetworkModel ReadFrom(int layer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layer, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, _layers.Count);
        _next = layer;
        return this;
    }

    /// <summary>Dense layer from int8 weights (outputs, inputs) and int32 bias (scale = input scale * weight scale).</summary>
    public NetworkModel AddFullyConnected(TensorSpec output, sbyte[] weights, int[] bias, float[] weightScales, Activation activation = Activation.None)
    {
        CheckWeights(output, weights, (long)Source.Length * output.Channels, bias, weightScales);
        Require(output.Height == 1 && output.Width == 1, output, $"A FullyConnected output is a vector, not {output.Shape}.");
        return Append(new WeightedSpec(OperatorCode.FullyConnected, output, weights, bias, weightScales, activation, null));
    }

    /// <summary>Dense layer from float weights (outputs, inputs): quantised symmetrically, one scale an output.</summary>
    public NetworkModel AddFullyConnected(TensorSpec output, float[] weights, float[] bias, Activation activation = Activation.None)
    {
        (sbyte[] quantized, int[] quantizedBias, float[] scales) = WeightQuantizer.Quantize(weights, bias, output.Channels, Source.Scale);
        return AddFullyConnected(output, quantized, quantizedBias, scales, activation);
    }

    /// <summary>Convolution from int8 weights (outputs, kernel height, kernel width, inputs).</summary>
    public NetworkModel AddConv2D(TensorSpec output, Window window, sbyte[] weights, int[] bias, float[] weightScales, Activation activation = Activation.None)
    {
        CheckWeights(output, weights, (long)window.KernelHeight * window.KernelWidth * Source.Channels * output.Channels, bias, weightScales);
        return Append(new WeightedSpec(OperatorCode.Conv2D, output, weights, bias, weightScales, activation, window));
    }

    /// <summary>Depthwise convolution from int8 weights (kernel height, kernel width, outputs).</summary>
    public NetworkModel AddDepthwiseConv2D(TensorSpec output, Window window, sbyte[] weights, int[] bias, float[] weightScales, Activation activation = Activation.None)
    {
        CheckWeights(output, weights, (long)window.KernelHeight * window.KernelWidth * output.Channels, bias, weightScales);
        Require(output.Channels % Source.Channels == 0, output, $"{output.Channels} output channels are no multiple of {Source.Channels} input channels.");
        return Append(new WeightedSpec(OperatorCode.DepthwiseConv2D, output, weights, bias, weightScales, activation, window));
    }

    public NetworkModel AddAveragePool2D(TensorSpec output, Window window, Activation activation = Activation.None) => AddPool(OperatorCode.AveragePool2D, output, window, activation);

    public NetworkModel AddMaxPool2D(TensorSpec output, Window window, Activation activation = Activation.None) => AddPool(OperatorCode.MaxPool2D, output, window, activation);

    public NetworkModel AddReshape(TensorSpec output)
    {
        Require(output.Length == Source.Length, output, $"{Source.Shape} does not have as many values as {output.Shape}.");
        RequireSameQuantization(output);
        return Append(new ReshapeSpec(output));
    }

    public NetworkModel AddSoftmax(string name = "softmax", float beta = 1)
    {
        TensorSpec from = Source;
        TensorSpec output = new(name, from.Height, from.Width, from.Channels, 1f / 256f, -128);
        Require(from.Channels <= ModelFormat.MaxSoftmaxClasses, output, $"Softmax takes at most {ModelFormat.MaxSoftmaxClasses} classes.");
        return Append(new SoftmaxSpec(output, beta));
    }

    /// <summary>Sigmoid; the output's scale is 1/256 and its zero point -128, as TensorFlow Lite wants them.</summary>
    public NetworkModel AddLogistic(string name = "logistic")
    {
        TensorSpec from = Source;
        return Append(new LogisticSpec(new TensorSpec(name, from.Height, from.Width, from.Channels, 1f / 256f, -128)));
    }

    /// <summary>A layer of another chain, reading the last one; its output is checked, its weights were when it was made.</summary>
    internal NetworkModel Add(LayerSpec layer) => Append(layer);

    /// <summary>A function of each value by table; the shape is kept.</summary>
    public NetworkModel AddTable(TensorSpec output, TableFunction function)
    {
        RequireSameShape(Source, output);
        return Append(new TableSpec(output, function));
    }

    /// <summary>Sum with the output of an earlier layer (-1: the network's input) of the same shape.</summary>
    public NetworkModel AddSum(TensorSpec output, int other, Activation activation = Activation.None) => AddElementwise(OperatorCode.Add, output, other, activation);

    /// <summary>Product with the output of an earlier layer (-1: the network's input) of the same shape.</summary>
    public NetworkModel AddProduct(TensorSpec output, int other, Activation activation = Activation.None) => AddElementwise(OperatorCode.Mul, output, other, activation);

    /// <summary>Zero points above and left, and below and at the right as many as the output has room for.</summary>
    public NetworkModel AddPad(TensorSpec output, int padTop, int padLeft)
    {
        TensorSpec from = Source;
        Require(
            padTop >= 0 && padLeft >= 0 && output.Height - padTop >= from.Height && output.Width - padLeft >= from.Width && output.Channels == from.Channels,
            output, $"{from.Shape} with {padTop} rows above and {padLeft} columns to the left does not fit into {output.Shape}.");
        RequireSameQuantization(output);
        return Append(new PadSpec(output, padTop, padLeft));
    }

    /// <summary>Mean over height, width or both.</summary>
    public NetworkModel AddMean(TensorSpec output, bool overHeight = true, bool overWidth = true)
    {
        TensorSpec from = Source;
        Require(overHeight || overWidth, output, "A mean is over height, width or both.");
        Require(
            output.Height == (overHeight ? 1 : from.Height) && output.Width == (overWidth ? 1 : from.Width) && output.Channels == from.Channels,
            output, $"The mean of {from.Shape} does not have shape {output.Shape}.");
        return Append(new MeanSpec(output, overHeight, overWidth));
    }

    private static TensorSpec Checked(TensorSpec tensor)
    {
        bool hasShape = tensor.Height is > 0 and <= ushort.MaxValue && tensor.Width is > 0 and <= ushort.MaxValue && tensor.Channels is > 0 and <= ushort.MaxValue
            && (long)tensor.Height * tensor.Width <= ModelFormat.MaxArenaBytes && (long)tensor.Height * tensor.Width * tensor.Channels <= ModelFormat.MaxArenaBytes;
        Require(hasShape, tensor, $"Shape ({tensor.Height}, {tensor.Width}, {tensor.Channels}) is empty or larger than {ModelFormat.MaxArenaBytes} bytes.");
        Require(float.IsFinite(tensor.Scale) && tensor.Scale > 0, tensor, $"Scale {tensor.Scale} is not a positive number.", ResultCode.BadQuantization);
        return tensor;
    }

    private static void Require(bool condition, TensorSpec tensor, string why, ResultCode code = ResultCode.BadTensorShape)
    {
        if (!condition)
        {
            throw new ModelException($"Tensor '{tensor.Name}' is not usable.", why, "Correct the layer that makes it.", code);
        }
    }

    /// <summary>A layer of another network as it is; whoever rewrites one keeps its shapes.</summary>
    internal NetworkModel AddLayer(LayerSpec layer, int source) => ReadFrom(source).Append(layer);

    private TensorSpec TensorOf(int layer) => layer < 0 ? Input : _layers[layer].Output;

    private NetworkModel AddElementwise(OperatorCode code, TensorSpec output, int other, Activation activation)
    {
        Require(other >= -1 && other < _layers.Count, output, $"There is no layer {other} before this one.", ResultCode.BadModel);
        RequireSameShape(Source, output);
        RequireSameShape(TensorOf(other), output);
        return Append(new ElementwiseSpec(code, output, other, activation));
    }

    private static void RequireSameShape(TensorSpec from, TensorSpec output) =>
        Require(from.Height == output.Height && from.Width == output.Width && from.Channels == output.Channels, output, $"It has shape {output.Shape}, what it is made from {from.Shape}.");

    private NetworkModel AddPool(OperatorCode code, TensorSpec output, Window window, Activation activation)
    {
        Require(output.Channels == Source.Channels, output, $"A pool keeps its {Source.Channels} channels, but the output has {output.Channels}.");
        RequireSameQuantization(output);
        return Append(new PoolSpec(code, output, window, activation));
    }

    private void RequireSameQuantization(TensorSpec output) =>
        Require(output.Scale == Source.Scale && output.ZeroPoint == Source.ZeroPoint, output, "This operator does not rescale: input and output need one scale and zero point.", ResultCode.BadQuantization);

    private void CheckWeights(TensorSpec output, sbyte[] weights, long expected, int[] bias, float[] scales)
    {
        Checked(output);
        Require(weights.LongLength == expected, output, $"{expected} weights are expected, {weights.Length} are there.");
        Require(bias.Length == output.Channels, output, $"{output.Channels} bias values are expected, {bias.Length} are there.");
        Require(scales.Length == 1 || scales.Length == output.Channels, output, $"1 or {output.Channels} weight scales are expected, {scales.Length} are there.", ResultCode.BadQuantization);
        Require(scales.All(s => float.IsFinite(s) && s >= 0), output, "A weight scale is negative or not a number.", ResultCode.BadQuantization);
    }

    private NetworkModel Append(LayerSpec layer)
    {
        Checked(layer.Output);
        Require(_layers.Count < ModelFormat.MaxLayers, layer.Output, $"A network has at most {ModelFormat.MaxLayers} layers.", ResultCode.BadModel);
        _sources.Add(_next ?? _layers.Count - 1);
        _next = null;
        _layers.Add(layer);
        return this;
    }
}
