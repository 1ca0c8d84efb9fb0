namespace TinyEdge.Companion.Augmentation;

/// <summary>Every effect that needs nothing but a severity, by name; recorded noise needs recordings too.</summary>
public static class AugmentationEffects
{
    public static IReadOnlyList<IAugmentation> All { get; } =
    [
        new WhiteNoise(), new PinkNoise(), new GainChange(), new OffsetChange(), new AxisRotation(), new SpeedChange(),
        new TemperatureDrift(), new SensorAgeing(), new Dropouts(), new Clipping(),
    ];

    /// <summary>Null when there is none of that name.</summary>
    public static IAugmentation? Find(string name) => All.FirstOrDefault(effect => effect.Name == name);
}
