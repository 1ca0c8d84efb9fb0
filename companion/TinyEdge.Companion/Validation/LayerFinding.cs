using TinyEdge.Companion.Training.Quantization;

namespace TinyEdge.Companion.Validation;

/// <summary>What is wrong with a layer.</summary>
public enum LayerFault
{
    /// <summary>Values beyond the representable range are cut off.</summary>
    Saturated = 0,

    /// <summary>Most steps of the tensor are never used.</summary>
    RangeTooWide = 1,

    /// <summary>The layer adds more noise than its limit although its range fits: its weights do not fit their scales.</summary>
    Noisy = 2,

    /// <summary>Weights lie beyond what their scale represents.</summary>
    ClippedWeights = 3,

    /// <summary>The noise of the layers before has added up.</summary>
    NoiseAccumulated = 4,
}

/// <summary>One finding, and what to do about it.</summary>
/// <param name="IsHard">Whether the model fails because of it alone.</param>
/// <param name="What">What was measured, against which limit.</param>
/// <param name="Advice">Which scale to change, from what to what.</param>
/// <param name="Range">The range that the advice comes to; null where it is about weights.</param>
public sealed record LayerFinding(LayerFault Fault, bool IsHard, string What, string Advice, ActivationRange? Range);
