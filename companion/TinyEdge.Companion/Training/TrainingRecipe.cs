using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Training.Layers;

namespace TinyEdge.Companion.Training;

/// <summary>Everything that decides what model comes out of a set of recordings, but the seed.</summary>
public sealed record TrainingRecipe
{
    public required string Name { get; init; }

    public required FrontEndOptions FrontEnd { get; init; }

    public required TrainerOptions Trainer { get; init; }

    /// <summary>Layers from the front end's frames up to, but without, the last dense layer and its head, which follow from the classes.</summary>
    public IReadOnlyList<LayerPlan> Layers { get; init; } = [new AveragePoolPlan(), new DensePlan(24)];

    public required VibrationAugmentation Augmentation { get; init; }

    /// <summary>Weight of a file of faulty recordings; a file of normal ones and the one with the fan off have 1.</summary>
    public double FaultFileWeight { get; init; } = 1;

    /// <summary>Weight of a file recorded while the mounting moved; 0 leaves it out of training.</summary>
    public double MovingFileWeight { get; init; } = 1;

    /// <summary>Deviations of a feature per int8 step: 1/32 covers plus and minus four.</summary>
    public double InputScale { get; init; } = 1.0 / 32;
}
