using TinyEdge.Companion.Training.Quantization;

namespace TinyEdge.Companion.Training;

/// <summary>What a training run found.</summary>
/// <param name="Ranges">Learnt ranges, one a trainable layer; null when no pass was quantised.</param>
/// <param name="Epochs">Passes made; with a validation set, those up to the best one.</param>
/// <param name="ValidationLoss">Of the network returned; NaN without a validation set.</param>
/// <param name="Curve">All passes made, also those after the best one.</param>
public sealed record TrainingResult(
    FloatNetwork Network, IReadOnlyList<ActivationRange>? Ranges, int Epochs, double ValidationLoss, IReadOnlyList<EpochReport> Curve);
