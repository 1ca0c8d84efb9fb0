namespace TinyEdge.Companion.Training;

/// <summary>One pass over the training set.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainingLoss">As <see cref="TrainingLoss"/> measures, while the pass went on; dropout included.</param>
/// <param name="ValidationLoss">After the pass; null without a validation set.</param>
/// <param name="ValidationAccuracy">Share of the validation samples, by weight, whose class has the highest score; null for what does not classify.</param>
public sealed record EpochReport(
    int Epoch, int Epochs, double LearningRate, bool IsQuantized, double TrainingLoss, double? ValidationLoss, double? ValidationAccuracy);
