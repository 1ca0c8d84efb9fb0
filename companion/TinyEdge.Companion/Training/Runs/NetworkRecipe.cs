using System.Security.Cryptography;
using TinyEdge.Companion.Augmentation;
using TinyEdge.Companion.Components;
using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Training.Anomaly;
using TinyEdge.Companion.Training.Layers;

namespace TinyEdge.Companion.Training.Runs;

/// <summary><c>recipe.json</c>: everything that decides what model comes out of a data set, but the seed.</summary>
public sealed record NetworkRecipe
{
    public const string FileName = "recipe.json";

    private const string Example = "what 'tinyedge train --print-recipe' prints";

    /// <summary>Name of the model.</summary>
    public required string Name { get; init; }

    public required FrontEndOptions FrontEnd { get; init; }

    /// <summary>Deviations of a feature per int8 step: 1/32 covers plus and minus four.</summary>
    public double InputScale { get; init; } = 1.0 / 32;

    /// <summary>Layers from the frames (frames, 1, features) up to, but without, the last dense layer and its softmax, which follow from the classes.</summary>
    public IReadOnlyList<LayerPlan> Layers { get; init; } = [];

    public TrainerOptions Trainer { get; init; } = new();

    public AugmentationPlan Augmentation { get; init; } = AugmentationPlan.None;

    /// <summary>Every class weighs the same, however many recordings it has.</summary>
    public bool BalancesClasses { get; init; } = true;

    /// <summary>Trains once more, on the tuning part too, for as many passes as were best; otherwise the network of the best pass is the result.</summary>
    public bool RefitsOnTuning { get; init; } = true;

    /// <summary>For <c>--anomaly</c>, in the place of layers and trainer.</summary>
    public AnomalyOptions Anomaly { get; init; } = new();

    /// <summary>A starting point for machine vibration: three axes at 200 Hz, a second of signal.</summary>
    public static NetworkRecipe Default { get; } = new()
    {
        Name = "vibration",
        FrontEnd = new FrontEndOptions { SampleRate = 200, WindowSize = 128, HopLength = 36, Frames = 3, Bands = 24, LowHz = 0 },
        Layers = [new AveragePoolPlan(), new DensePlan(16)],
        Trainer = new TrainerOptions { Epochs = 40, Dropout = 0 },
        Augmentation = new AugmentationPlan(3, [new AugmentationStep("rotation", 0, 0.2), new AugmentationStep("gain", 0, 0.3)]),
    };

    /// <summary>A starting point for a detector: fewer and wider bands, so that a frame has few directions, and recordings as they are.</summary>
    public static NetworkRecipe DefaultAnomaly { get; } = Default with
    {
        Name = "vibration-anomaly",
        FrontEnd = Default.FrontEnd with { Bands = 12 },
        Augmentation = AugmentationPlan.None,
    };

    /// <exception cref="TinyEdgeException">The file is missing or malformed: names place and remedy.</exception>
    public static NetworkRecipe Load(string path) => Parse(InputFile.Read(path, File.ReadAllBytes), path);

    /// <param name="origin">What the bytes came from, for messages.</param>
    public static NetworkRecipe Parse(ReadOnlySpan<byte> json, string origin)
    {
        NetworkRecipe recipe = ComponentJson.Parse<NetworkRecipe>(json, origin, Example);
        recipe.Augmentation.Require(origin);
        recipe.Trainer.Check();
        recipe.Anomaly.Check();
        return double.IsFinite(recipe.InputScale) && recipe.InputScale is > 1e-4 and < 10 && recipe.Name.Length > 0
            ? recipe
            : throw new TrainingException($"{origin} is no usable recipe.", $"Its inputScale is {recipe.InputScale} and its name '{recipe.Name}'.", "Input scales lie between 0.0001 and 10, and a name is not empty.");
    }

    public byte[] ToBytes() => ComponentJson.ToBytes(this);

    /// <summary>Lower-case hex digest of <see cref="ToBytes"/>.</summary>
    public string Sha256() => Convert.ToHexStringLower(SHA256.HashData(ToBytes()));
}
