using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Models;

/// <summary>One layer; <see cref="NetworkModel"/> knows what it reads.</summary>
/// <param name="Operator">What the device runs it as.</param>
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

/// <summary>Any other function of one value by table.</summary>
public sealed record TableSpec(TensorSpec Output, TableFunction Function) : LayerSpec(OperatorCode.Logistic, Output);

/// <summary>Sum or product of two tensors of one shape.</summary>
/// <param name="Other">The layer whose output is the second one, -1 for the network's input.</param>
public sealed record ElementwiseSpec(OperatorCode Operator, TensorSpec Output, int Other, Activation Activation) : LayerSpec(Operator, Output);

/// <summary>Zero points around a tensor; what is below and at the right follows from the shapes.</summary>
public sealed record PadSpec(TensorSpec Output, int PadTop, int PadLeft) : LayerSpec(OperatorCode.Pad, Output);

/// <summary>Mean over the whole height, the whole width, or both. The device runs it as a depthwise convolution with weights of one.</summary>
public sealed record MeanSpec(TensorSpec Output, bool OverHeight, bool OverWidth) : LayerSpec(OperatorCode.DepthwiseConv2D, Output)
{
    /// <summary>How many values of an input make one of the output.</summary>
    public int CountOf(TensorSpec input) => (OverHeight ? input.Height : 1) * (OverWidth ? input.Width : 1);
}
