using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Training.Quantization;

/// <summary>Real values that an int8 tensor covers; widened to hold 0, as <see cref="TensorSpec.QuantizationOf"/> does.</summary>
public readonly record struct ActivationRange(float Min, float Max);

/// <summary>How many weights share a scale.</summary>
public enum WeightScaling
{
    /// <summary>One scale an output channel.</summary>
    PerChannel = 0,

    /// <summary>One scale a layer.</summary>
    PerTensor = 1,
}
