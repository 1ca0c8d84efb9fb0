using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Recordings;
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

    /// <summary>What the network learns to tell apart.</summary>
    public FanTarget Learns { get; init; } = FanTarget.State;

    /// <summary>What the outputs of the model say: what the network learnt, or the state alone, the probabilities of its speeds added up.</summary>
    public FanTarget Answers { get; init; } = FanTarget.State;

    /// <summary>Moves the boundary of some speeds after training; null leaves it half way. Only for a network that learns speeds.</summary>
    public MissCalibration? Calibration { get; init; }

    /// <summary>Whether the number of passes is chosen on the last fifth of the training part; otherwise all of the trainer's are made.</summary>
    public bool SelectsEpochs { get; init; } = true;

    /// <summary>Weight of a file of faulty recordings; a file of normal ones and the one with the fan off have 1.</summary>
    public double FaultFileWeight { get; init; } = 1;

    /// <summary>Weight of a file recorded while the mounting moved; 0 leaves it out of training.</summary>
    public double MovingFileWeight { get; init; } = 1;

    /// <summary>Deviations of a feature per int8 step: 1/32 covers plus and minus four.</summary>
    public double InputScale { get; init; } = 1.0 / 32;
}
