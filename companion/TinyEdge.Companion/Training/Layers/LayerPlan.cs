using System.Text.Json.Serialization;
using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Training.Layers;

/// <summary>One layer as its author writes it, without shapes; <see cref="FloatNetwork"/> works those out.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(DensePlan), "dense")]
[JsonDerivedType(typeof(ConvolutionPlan), "convolution")]
[JsonDerivedType(typeof(DepthwisePlan), "depthwise")]
[JsonDerivedType(typeof(AveragePoolPlan), "averagePool")]
[JsonDerivedType(typeof(MaxPoolPlan), "maxPool")]
[JsonDerivedType(typeof(ReshapePlan), "reshape")]
[JsonDerivedType(typeof(SoftmaxPlan), "softmax")]
[JsonDerivedType(typeof(SigmoidPlan), "sigmoid")]
public abstract record LayerPlan;

/// <summary>Every input to every unit; the input is flattened.</summary>
public sealed record DensePlan(int Units, Activation Activation = Activation.Relu) : LayerPlan;

/// <summary>Kernel, stride and padding of a convolution. Height counts frames; a 1-D convolution over time leaves the width at 1.</summary>
public abstract record WindowPlan : LayerPlan
{
    public int KernelHeight { get; init; } = 1;

    public int KernelWidth { get; init; } = 1;

    public int StrideHeight { get; init; } = 1;

    public int StrideWidth { get; init; } = 1;

    public int DilationHeight { get; init; } = 1;

    public int DilationWidth { get; init; } = 1;

    /// <summary>SAME padding; otherwise VALID.</summary>
    public bool PadsToSame { get; init; }

    public Activation Activation { get; init; } = Activation.Relu;
}

/// <summary>Each output channel sees all input channels of its window.</summary>
public sealed record ConvolutionPlan(int Filters) : WindowPlan;

/// <summary>Each output channel sees one input channel of its window; <paramref name="Multiplier"/> outputs a channel.</summary>
public sealed record DepthwisePlan(int Multiplier = 1) : WindowPlan;

/// <summary>Window of a pool, VALID; a height or width of 0 takes all there is. The stride is the window.</summary>
public abstract record PoolPlan(int Height, int Width) : LayerPlan;

/// <summary>Mean of each window; <c>new AveragePoolPlan()</c> is the mean of everything.</summary>
public sealed record AveragePoolPlan(int Height = 0, int Width = 0) : PoolPlan(Height, Width);

/// <summary>Largest value of each window.</summary>
public sealed record MaxPoolPlan(int Height = 0, int Width = 0) : PoolPlan(Height, Width);

/// <summary>The same values in another shape; all 0: a vector.</summary>
public sealed record ReshapePlan(int Height = 0, int Width = 0, int Channels = 0) : LayerPlan;

/// <summary>Head of a classifier; trained with cross entropy.</summary>
public sealed record SoftmaxPlan : LayerPlan;

/// <summary>Head of a detector; each output is trained with binary cross entropy.</summary>
public sealed record SigmoidPlan : LayerPlan;
