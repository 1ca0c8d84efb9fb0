namespace TinyEdge.Companion.Validation;

/// <summary>
/// What a layer may lose to int8 before it is flagged. The defaults are of this project: they pass every layer of a network whose ranges fit
/// its data, and flag a scale that is wrong by a factor of two to four.
/// </summary>
public sealed record LayerLimits
{
    /// <summary>Share of outputs that lie beyond what the tensor can represent, percent.</summary>
    public double MostSaturationPercent { get; init; } = 1;

    /// <summary>Share of the representable range that the middle 99.9 % of the values take, percent; below it, steps are wasted: one bit a factor of two.</summary>
    public double LeastUsedPercent { get; init; } = 25;

    /// <summary>Signal to quantisation noise that the layer adds by itself, dB. An ideal int8 tensor that is filled evenly has about 48.</summary>
    public double LeastOwnSqnrDb { get; init; } = 20;

    /// <summary>Signal to quantisation noise of everything up to and including the layer, dB.</summary>
    public double LeastSqnrDb { get; init; } = 10;

    /// <summary>Weights that their scale cannot represent, percent.</summary>
    public double MostClippedWeightsPercent { get; init; } = 0.1;

    /// <summary>Beyond this the model fails whatever its accuracy, percent of outputs saturated.</summary>
    public double HardSaturationPercent { get; init; } = 20;

    /// <summary>Below this the model fails whatever its accuracy, dB of the noise that the layer adds by itself.</summary>
    public double HardOwnSqnrDb { get; init; } = 6;
}
