namespace TinyEdge.Companion.Augmentation;

/// <summary>One effect of a plan.</summary>
/// <param name="Effect">Name of the effect.</param>
/// <param name="From">Least severity, 0 to 1.</param>
/// <param name="To">Most severity; each copy draws its own between the two.</param>
/// <param name="Probability">Share of copies that it happens to, 0 to 1.</param>
/// <param name="NoiseLabel">For <c>noise-recorded</c> only: the class whose training recordings are the noise.</param>
public sealed record AugmentationStep(string Effect, double From, double To, double Probability = 1, string? NoiseLabel = null);
