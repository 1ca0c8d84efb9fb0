using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Training.Layers;

namespace TinyEdge.Companion.Training;

/// <summary>The two models in models/. They share rate, window, hop and frames, so that an update from one to the other changes the model only.</summary>
public static class ReferenceRecipes
{
    /// <summary>200 samples, one second, are exactly three windows.</summary>
    private static FrontEndOptions FrontEnd(int bands) => new()
    {
        SampleRate = 200,
        WindowSize = 128,
        HopLength = 36,
        Frames = 3,
        Bands = bands,
        Scale = BandScale.Linear,
        LowHz = 0,
        HighHz = 100,
    };

    /// <summary>What a first attempt looks like: coarse bands, few units, clean recordings only, nothing augmented.</summary>
    public static TrainingRecipe Baseline { get; } = new()
    {
        Name = "fan-baseline",
        FrontEnd = FrontEnd(12),
        Layers = [new AveragePoolPlan(), new DensePlan(8)],
        Trainer = new TrainerOptions { Dropout = 0, QuantizeAfter = 1, Shards = 1 },
        Augmentation = new VibrationAugmentation(),
        MovingFileWeight = 0,
    };

    public static TrainingRecipe Reference { get; } = new()
    {
        Name = "fan-reference",
        FrontEnd = FrontEnd(24),
        Layers = [new AveragePoolPlan(), new DensePlan(16)],
        Trainer = new TrainerOptions { Dropout = 0, QuantizeAfter = 1, Shards = 1 },
        Augmentation = new VibrationAugmentation { Copies = 5, GainSpread = 0.2, RotationDeviation = 0.1, LargestNoiseG = 0.01 },
        FaultFileWeight = 1.1,
        MovingFileWeight = 1.5,
    };
}
