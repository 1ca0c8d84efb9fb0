using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training.Layers;
using TinyEdge.Companion.Training.Quantization;

namespace TinyEdge.Companion.Validation;

/// <summary>Holds the figures of a layer against limits and says which scale to change.</summary>
internal static class LayerAdvice
{
    public static IReadOnlyList<LayerFinding> Of(LayerFigures figures, FloatLayer layer, ValueSample values, LayerLimits limits)
    {
        List<LayerFinding> findings = [];
        if (layer is TrainableLayer)
        {
            AddRange(findings, figures, values, limits);
            AddWeights(findings, figures, limits);
        }

        if (findings.Count == 0 && figures.SqnrDb < limits.LeastSqnrDb)
        {
            findings.Add(new LayerFinding(
                LayerFault.NoiseAccumulated, false, $"SQNR {Db(figures.SqnrDb)} up to here, at least {Db(limits.LeastSqnrDb)} wanted; the layer itself adds little ({Db(figures.OwnSqnrDb)}).",
                "Mend the first flagged layer before it; if none is, train with quantisation in the loop.", null));
        }

        return findings;
    }

    private static void AddRange(List<LayerFinding> findings, LayerFigures figures, ValueSample values, LayerLimits limits)
    {
        ActivationRange seen = new(Math.Min(values.Min, 0), Math.Max(values.Max, 0));
        if (figures.SaturationPercent > limits.MostSaturationPercent)
        {
            findings.Add(new LayerFinding(
                LayerFault.Saturated, figures.SaturationPercent > limits.HardSaturationPercent,
                FormattableString.Invariant($"{figures.SaturationPercent:0.0} % of the outputs are cut off, at most {limits.MostSaturationPercent:0.0} % may be: the values reach {figures.FloatMin:0.###}..{figures.FloatMax:0.###}, the tensor holds {figures.RepresentableMin:0.###}..{figures.RepresentableMax:0.###}."),
                $"Raise the output scale of '{figures.Name}' from {Change(figures, seen)}.", seen));
        }
        else if (figures.UsedPercent < limits.LeastUsedPercent)
        {
            IReadOnlyList<float> middle = values.Quantiles(0.0001, 0.9999);
            ActivationRange inner = new(Math.Min(middle[0], 0), Math.Max(middle[1], 0));
            findings.Add(new LayerFinding(
                LayerFault.RangeTooWide, false,
                FormattableString.Invariant($"99.9 % of the outputs use {figures.UsedPercent:0.0} % of the representable range {figures.RepresentableMin:0.###}..{figures.RepresentableMax:0.###}, at least {limits.LeastUsedPercent:0.0} % wanted: {256 * figures.UsedPercent / 100:0} of 256 steps carry the signal."),
                $"Lower the output scale of '{figures.Name}' from {Change(figures, inner)}.", inner));
        }
    }

    private static void AddWeights(List<LayerFinding> findings, LayerFigures figures, LayerLimits limits)
    {
        double clippedPercent = figures.Weights == 0 ? 0 : 100.0 * figures.ClippedWeights / figures.Weights;
        if (clippedPercent > limits.MostClippedWeightsPercent)
        {
            findings.Add(new LayerFinding(
                LayerFault.ClippedWeights, false, FormattableString.Invariant($"{figures.ClippedWeights} of {figures.Weights} weights are beyond their scale, at most {limits.MostClippedWeightsPercent:0.0} % may be."),
                $"Give each channel of '{figures.Name}' the weight scale of its largest weight, |w| / 127.", null));
        }

        if (figures.OwnSqnrDb < limits.LeastOwnSqnrDb && !findings.Any(f => f.Fault is LayerFault.Saturated or LayerFault.RangeTooWide))
        {
            findings.Add(new LayerFinding(
                LayerFault.Noisy, figures.OwnSqnrDb < limits.HardOwnSqnrDb, $"The layer adds noise of its own: SQNR {Db(figures.OwnSqnrDb)}, at least {Db(limits.LeastOwnSqnrDb)} wanted, although its output range fits.",
                $"The weights of '{figures.Name}' differ too much in size within a scale: use one weight scale an output channel, or train with quantisation in the loop.", null));
        }
        else if (figures.OwnSqnrDb < limits.HardOwnSqnrDb)
        {
            findings[^1] = findings[^1] with { IsHard = true };
        }
    }

    private static string Change(LayerFigures figures, ActivationRange range)
    {
        (float scale, sbyte zeroPoint) = TensorSpec.QuantizationOf(range.Min, range.Max);
        return FormattableString.Invariant($"{figures.Scale:0.######} (zero point {figures.ZeroPoint}) to {scale:0.######} (zero point {zeroPoint}), so that it holds {range.Min:0.###}..{range.Max:0.###}");
    }

    private static string Db(double decibels) => FormattableString.Invariant($"{decibels:0.0} dB");
}
