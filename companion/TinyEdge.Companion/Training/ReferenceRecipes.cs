using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training.Anomaly;
using TinyEdge.Companion.Training.Layers;
using TinyEdge.Companion.Training.Runs;

namespace TinyEdge.Companion.Training;

/// <summary>
/// Recipes for the fan. <see cref="Baseline"/> and <see cref="Reference"/> are the two models in models/; all share rate, window, hop and frames, so
/// that an update from one to the other changes the model only. The others reach what is asked of the recordings (<see cref="Study.FanStudy"/>).
/// </summary>
public static class ReferenceRecipes
{
    /// <summary>200 samples, one second, are exactly three windows.</summary>
    private static FrontEndOptions FrontEnd(int bands, double lowHz) => new()
    {
        SampleRate = 200,
        WindowSize = 128,
        HopLength = 36,
        Frames = 3,
        Bands = bands,
        Scale = BandScale.Linear,
        LowHz = lowHz,
        HighHz = 100,
    };

    /// <summary>What a first attempt looks like: coarse bands, few units, clean recordings only, nothing augmented.</summary>
    public static TrainingRecipe Baseline { get; } = new()
    {
        Name = "fan-baseline",
        FrontEnd = FrontEnd(12, lowHz: 0),
        Layers = [new AveragePoolPlan(), new DensePlan(8)],
        Trainer = new TrainerOptions { Dropout = 0, QuantizeAfter = 1, Shards = 1 },
        Augmentation = new VibrationAugmentation(),
        MovingFileWeight = 0,
    };

    public static TrainingRecipe Reference { get; } = new()
    {
        Name = "fan-reference",
        FrontEnd = FrontEnd(24, lowHz: 0),
        Layers = [new AveragePoolPlan(), new DensePlan(16)],
        Trainer = new TrainerOptions { Dropout = 0, QuantizeAfter = 1, Shards = 1 },
        Augmentation = new VibrationAugmentation { Copies = 5, GainSpread = 0.2, RotationDeviation = 0.1, LargestNoiseG = 0.01 },
        FaultFileWeight = 1.1,
        MovingFileWeight = 1.5,
    };

    /// <summary>
    /// One network for what is asked of the fan. Bands of 2 Hz over the upper half of the spectrum: the line at 80 Hz (the hum of the mains at
    /// 120 Hz, folded) with its sidebands, and the blades' lines at 67 and 94 Hz. It learns speeds and states and answers states. At high speed the normal
    /// fan slows down while it warms up and comes ever closer to the faulty one, which stays where it is: there the boundary is
    /// put where one of a hundred faulty recordings of the training part is missed.
    /// </summary>
    public static TrainingRecipe Speeds { get; } = new()
    {
        Name = "fan-speeds",
        FrontEnd = FrontEnd(24, lowHz: 50),
        Layers = [new AveragePoolPlan(), new DensePlan(12)],
        Trainer = new TrainerOptions { Epochs = 40, Dropout = 0, LabelSmoothing = 0.1, QuantizeAfter = 0.5 },
        Augmentation = new VibrationAugmentation { Copies = 5, GainSpread = 0.2, RotationDeviation = 0.1, LargestNoiseG = 0.01 },
        Learns = FanTarget.SpeedAndState,
        Calibration = new MissCalibration([FanSpeed.High], 0.01),
        SelectsEpochs = false,
        MovingFileWeight = 1.5,
        InputScale = 1.0 / 64,
    };

    /// <summary>
    /// Never sees the moved mounting: axes with gains of their own stand in for it, so that the network looks at the shape of a spectrum and not at
    /// how strong it is.
    /// </summary>
    public static TrainingRecipe StillMounting { get; } = Speeds with
    {
        Name = "fan-still",
        Augmentation = new VibrationAugmentation { Copies = 8, AxisGainOctaves = 1.5, RotationDeviation = 0.1, LargestNoiseG = 0.003 },
        Learns = FanTarget.State,
        Calibration = null,
        MovingFileWeight = 0,
    };

    /// <summary>Distance from the three speeds of a fan without a weight, of which alone it learns; the moved mounting is left out.</summary>
    public static NetworkRecipe Normal { get; } = new()
    {
        Name = "fan-normal",
        FrontEnd = FrontEnd(24, lowHz: 50),
        InputScale = 1.0 / 64,
        Anomaly = new AnomalyOptions { LeavesOut = ["mounting=moving"] },
    };
}
