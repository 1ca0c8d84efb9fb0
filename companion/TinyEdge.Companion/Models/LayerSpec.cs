using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Models;

/// <summary>One layer of a chain: it reads the output of the layer before it.</summary>
public abstract record LayerSpec(OperatorCode Operator, TensorSpec Output);

/// <summary>A layer with weights.</summary>
/// <param name="Weights">FullyConnected (outputs, inputs); Conv2D (outputs, height, width, inputs); DepthwiseConv2D (height, width, outputs).</param>
/// <param name="Bias">One an output channel, scale = input scale * weight scale.</param>
/// <param name="WeightScales">One an output channel, or a single one for all. Weights have zero point 0.</param>
/// <param name="Window">Null for FullyConnected.</param>
public sealed record WeightedSpec(
    OperatorCode Operator, TensorSpec Output, sbyte[] Weights, int[] Bias, float[] WeightScales, Activation Activation, Window? Window)
    : LayerSpec(Operator, Output);

/// <summary>Average or maximum of a window.</summary>
public sealed record PoolSpec(OperatorCode Operator, TensorSpec Output, Window Window, Activation Activation) : LayerSpec(Operator, Output);

/// <summary>The same values in another shape.</summary>
public sealed record ReshapeSpec(TensorSpec Output) : LayerSpec(OperatorCode.Reshape, Output);

/// <summary>Softmax over channels; output scale 1/256, zero point -128.</summary>
public sealed record SoftmaxSpec(TensorSpec Output, float Beta) : LayerSpec(OperatorCode.Softmax, Output);

/// <summary>Sigmoid by table.</summary>
public sealed record LogisticSpec(TensorSpec Output) : LayerSpec(OperatorCode.Logistic, Output);
