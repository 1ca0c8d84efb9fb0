namespace TinyEdge.Companion.Validation;

/// <summary>
/// Float, fake-quantised and INT8 side by side for one layer, over all validation samples. Without a float network the values that are
/// compared with it are NaN, the range is that of the INT8 values, and saturation is the share of values at its two ends.
/// </summary>
/// <param name="FloatMin">Least value of the float layer.</param>
/// <param name="FloatMax">Largest value of the float layer.</param>
/// <param name="RepresentableMin">Real value of int8 -128, or of the activation's lower clamp.</param>
/// <param name="RepresentableMax">Real value of int8 127, or of the activation's upper clamp.</param>
/// <param name="Scale">Of the output tensor.</param>
/// <param name="ZeroPoint">Of the output tensor.</param>
/// <param name="UsedPercent">Share of the representable range that the middle 99.9 % of the float values span.</param>
/// <param name="SaturationPercent">Share of outputs whose float value lies more than half a step outside.</param>
/// <param name="SqnrDb">Float against INT8, everything up to this layer: 10 log10 of signal power over error power; infinite when they agree exactly.</param>
/// <param name="OwnSqnrDb">The float layer fed with this INT8 network's own input against its INT8 output: the noise that this layer adds.</param>
/// <param name="LargestErrorSteps">Float against INT8, in units of <paramref name="Scale"/>.</param>
/// <param name="MeanErrorSteps">Mean of the magnitude, in units of <paramref name="Scale"/>.</param>
/// <param name="Weights">Weights of the layer.</param>
/// <param name="ClippedWeights">Of those, how many lie more than half a step outside -127..127.</param>
/// <param name="Channels">Output channels.</param>
/// <param name="DeadChannels">Of those, how many gave one and the same int8 value for every sample.</param>
/// <param name="FakeDifferences">Outputs in which the fake-quantised network and the device's differ.</param>
/// <param name="FakeLargestSteps">Largest of those differences.</param>
/// <param name="Findings">What is beyond a limit.</param>
public sealed record LayerFigures(
    int Index,
    string Name,
    string Kind,
    double FloatMin,
    double FloatMax,
    double RepresentableMin,
    double RepresentableMax,
    double Scale,
    int ZeroPoint,
    double UsedPercent,
    double SaturationPercent,
    double SqnrDb,
    double OwnSqnrDb,
    double LargestErrorSteps,
    double MeanErrorSteps,
    int Weights,
    int ClippedWeights,
    int Channels,
    int DeadChannels,
    long FakeDifferences,
    int FakeLargestSteps,
    IReadOnlyList<LayerFinding> Findings);
