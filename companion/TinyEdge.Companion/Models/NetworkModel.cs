using TinyEdge.Bundles;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Models;

/// <summary>
/// An INT8 network as the desktop holds it: an input and a chain of layers. Built layer by layer; each Add method returns
/// the model so that calls chain. Shapes and lengths are checked when a layer is added.
/// </summary>
public sealed class NetworkModel(TensorSpec input)
{
    private readonly List<LayerSpec> _layers = [];

    public TensorSpec Input { get; } = Checked(input);

    public IReadOnlyList<LayerSpec> Layers => _layers;

    /// <summary>The tensor that the next layer reads, and the output of the whole when none follows.</summary>
    public TensorSpec Output => _layers.Count == 0 ? Input : _layers[^1].Output;

    /// <summary>The tensor that layer <paramref name="index"/> reads.</summary>
    public TensorSpec InputOf(int index) => index == 0 ? Input : _layers[index - 1].Output;

    /// <summary>Dense layer from int8 weights (outputs, inputs) and int32 bias (scale = input scale * weight scale).</summary>
    public NetworkModel AddFullyConnected(TensorSpec output, sbyte[] weights, int[] bias, float[] weightScales, Activation activation = Activation.None)
    {
        CheckWeights(output, weights, (long)Output.Length * output.Channels, bias, weightScales);
        Require(output.Height == 1 && output.Width == 1, output, $"A FullyConnected output is a vector, not {output.Shape}.");
        return Append(new WeightedSpec(OperatorCode.FullyConnected, output, weights, bias, weightScales, activation, null));
    }

    /// <summary>Dense layer from float weights (outputs, inputs): quantised symmetrically, one scale an output.</summary>
    public NetworkModel AddFullyConnected(TensorSpec output, float[] weights, float[] bias, Activation activation = Activation.None)
    {
        (sbyte[] quantized, int[] quantizedBias, float[] scales) = WeightQuantizer.Quantize(weights, bias, output.Channels, Output.Scale);
        return AddFullyConnected(output, quantized, quantizedBias, scales, activation);
    }

    /// <summary>Convolution from int8 weights (outputs, kernel height, kernel width, inputs).</summary>
    public NetworkModel AddConv2D(TensorSpec output, Window window, sbyte[] weights, int[] bias, float[] weightScales, Activation activation = Activation.None)
    {
        CheckWeights(output, weights, (long)window.KernelHeight * window.KernelWidth * Output.Channels * output.Channels, bias, weightScales);
        return Append(new WeightedSpec(OperatorCode.Conv2D, output, weights, bias, weightScales, activation, window));
    }

    /// <summary>Depthwise convolution from int8 weights (kernel height, kernel width, outputs).</summary>
    public NetworkModel AddDepthwiseConv2D(TensorSpec output, Window window, sbyte[] weights, int[] bias, float[] weightScales, Activation activation = Activation.None)
    {
        CheckWeights(output, weights, (long)window.KernelHeight * window.KernelWidth * output.Channels, bias, weightScales);
        Require(output.Channels % Output.Channels == 0, output, $"{output.Channels} output channels are no multiple of {Output.Channels} input channels.");
        return Append(new WeightedSpec(OperatorCode.DepthwiseConv2D, output, weights, bias, weightScales, activation, window));
    }

    public NetworkModel AddAveragePool2D(TensorSpec output, Window window, Activation activation = Activation.None) => AddPool(OperatorCode.AveragePool2D, output, window, activation);

    public NetworkModel AddMaxPool2D(TensorSpec output, Window window, Activation activation = Activation.None) => AddPool(OperatorCode.MaxPool2D, output, window, activation);

    public NetworkModel AddReshape(TensorSpec output)
    {
        Require(output.Length == Output.Length, output, $"{Output.Shape} does not have as many values as {output.Shape}.");
        RequireSameQuantization(output);
        return Append(new ReshapeSpec(output));
    }

    public NetworkModel AddSoftmax(string name = "softmax", float beta = 1)
    {
        TensorSpec from = Output;
        TensorSpec output = new(name, from.Height, from.Width, from.Channels, 1f / 256f, -128);
        Require(from.Channels <= ModelFormat.MaxSoftmaxClasses, output, $"Softmax takes at most {ModelFormat.MaxSoftmaxClasses} classes.");
        return Append(new SoftmaxSpec(output, beta));
    }

    /// <summary>Sigmoid; the output's scale is 1/256 and its zero point -128, as TensorFlow Lite wants them.</summary>
    public NetworkModel AddLogistic(string name = "logistic")
    {
        TensorSpec from = Output;
        return Append(new LogisticSpec(new TensorSpec(name, from.Height, from.Width, from.Channels, 1f / 256f, -128)));
    }

    /// <summary>A layer of another model; its output is checked, its weights were when it was made.</summary>
    internal NetworkModel Add(LayerSpec layer) => Append(layer);

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

    private NetworkModel AddPool(OperatorCode code, TensorSpec output, Window window, Activation activation)
    {
        Require(output.Channels == Output.Channels, output, $"A pool keeps its {Output.Channels} channels, but the output has {output.Channels}.");
        RequireSameQuantization(output);
        return Append(new PoolSpec(code, output, window, activation));
    }

    private void RequireSameQuantization(TensorSpec output) =>
        Require(output.Scale == Output.Scale && output.ZeroPoint == Output.ZeroPoint, output, "This operator does not rescale: input and output need one scale and zero point.", ResultCode.BadQuantization);

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
        _layers.Add(layer);
        return this;
    }
}
