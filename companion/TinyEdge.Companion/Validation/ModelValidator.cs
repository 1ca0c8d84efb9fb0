using System.Globalization;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Validation;

/// <summary>Compares the float network with what the device will run, layer by layer and in its verdicts. INT8 is the device's own engine over its own front end.</summary>
public static class ModelValidator
{
    private const string Everything = "all";
    private const int ScoreSteps = 256;
    private static readonly double[] s_sweep = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

    /// <param name="data">Name of the data set, for the report.</param>
    /// <param name="part">Name of the part of it that the samples are, for the report.</param>
    /// <param name="samples">At least one of each class.</param>
    public static ValidationReport Run(ValidatedModel model, string data, string part, IReadOnlyList<ValidationSample> samples, ValidationOptions options)
    {
        NetworkRunner device = new(model.Section(SectionType.Network));
        string scoreClass = model.ScoreClass;
        IReadOnlyList<LayerFigures> layers = model.Trained is null
            ? Int8Figures.Run(NetworkReader.ReadModel(model.Component), device, samples)
            : LayerComparison.Run(model.Trained, device, samples, options.Limits);
        IReadOnlyList<SampleVerdict> verdicts = Judge(model, device, samples, IndexOf(model.Labels, scoreClass));
        StratumFigures[] strata =
        [
            FiguresOf(Everything, model, verdicts, isJudged: true),
            .. verdicts.GroupBy(v => v.Sample.Stratum).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => FiguresOf(g.Key, model, [.. g], g.Count() >= options.LeastStratumSamples)),
        ];
        RocCurve? floatRoc = RocOf(verdicts, IndexOf(model.Labels, scoreClass), v => v.FloatScore);
        RocCurve? int8Roc = RocOf(verdicts, IndexOf(model.Labels, scoreClass), v => v.Int8Score);
        return new ValidationReport(
            model.Folder, data, part, model.Labels, scoreClass, model.Trained is not null, options, layers, strata, floatRoc, int8Roc,
            Sweep(model, floatRoc, int8Roc), FailuresOf(layers, strata, options));
    }

    private static int IndexOf(IReadOnlyList<string> labels, string label) => Enumerable.Range(0, labels.Count).First(i => labels[i] == label);

    private static IReadOnlyList<SampleVerdict> Judge(ValidatedModel model, NetworkRunner device, IReadOnlyList<ValidationSample> samples, int scoreClass)
    {
        TrainedNetwork? trained = model.Trained;
        return [.. samples.Select(sample =>
        {
            sbyte[] scores = device.Run(sample.Features);
            float[]? probabilities = trained?.Network.Predict([.. sample.Features.Select(q => (float)trained.Input.Dequantize(q))]);
            return new SampleVerdict(
                sample, probabilities is null ? null : Array.IndexOf(probabilities, probabilities.Max()), probabilities?[scoreClass],
                ModelPipeline.ClassOf(scores), (scores[scoreClass] + (ScoreSteps / 2)) / (double)ScoreSteps);
        })];
    }

    private static StratumFigures FiguresOf(string name, ValidatedModel model, IReadOnlyList<SampleVerdict> verdicts, bool isJudged)
    {
        ClassFigures int8 = ClassFigures.Of(model.Labels.Count, [.. verdicts.Select(v => (v.Sample.Class, v.Int8Class))]);
        if (model.Trained is null)
        {
            return new StratumFigures(name, null, int8, null, null, isJudged);
        }

        ClassFigures asFloat = ClassFigures.Of(model.Labels.Count, [.. verdicts.Select(v => (v.Sample.Class, v.FloatClass!.Value))]);
        return new StratumFigures(
            name, asFloat, int8, 100 * (asFloat.BalancedAccuracyRatio - int8.BalancedAccuracyRatio),
            (double)verdicts.Count(v => v.FloatClass == v.Int8Class) / verdicts.Count, isJudged);
    }

    private static RocCurve? RocOf(IReadOnlyList<SampleVerdict> verdicts, int scoreClass, Func<SampleVerdict, double?> scoreOf)
    {
        double[] positives = [.. verdicts.Where(v => v.Sample.Class == scoreClass).Select(scoreOf).OfType<double>()];
        double[] negatives = [.. verdicts.Where(v => v.Sample.Class != scoreClass).Select(scoreOf).OfType<double>()];
        return positives.Length > 0 && negatives.Length > 0 ? RocCurve.Of(positives, negatives) : null;
    }

    private static IReadOnlyList<ThresholdRow> Sweep(ValidatedModel model, RocCurve? floatRoc, RocCurve? int8Roc)
    {
        double? inUse = (double?)model.Thresholds?.OnLevel / ScoreSteps;
        return int8Roc is null ? [] : [.. s_sweep.Concat(inUse is double level ? [level] : []).Distinct().Order()
            .Select(t => new ThresholdRow(t, t == inUse, floatRoc?.At(t), int8Roc.At(t)))];
    }

    private static IReadOnlyList<string> FailuresOf(IReadOnlyList<LayerFigures> layers, IReadOnlyList<StratumFigures> strata, ValidationOptions options) =>
    [
        .. strata.Where(s => s.IsJudged && s.LossPoints > options.MaxLossPoints).Select(s => string.Create(
            CultureInfo.InvariantCulture,
            $"INT8 loses {s.LossPoints:0.00} points {(s.Name == Everything ? "overall" : $"in stratum '{s.Name}'")}, at most {options.MaxLossPoints:0.00} may be lost ({s.Float!.BalancedAccuracyRatio:0.0000} in float, {s.Int8.BalancedAccuracyRatio:0.0000} in INT8, {s.Int8.Samples} recordings).")),
        .. layers.SelectMany(l => l.Findings.Where(f => f.IsHard).Select(f => $"layer {l.Index} '{l.Name}': {f.What}")),
    ];
}
