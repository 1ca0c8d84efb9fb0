using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training;
using TinyEdge.Companion.Training.Layers;
using TinyEdge.Companion.Training.Quantization;
using TinyEdge.Companion.Validation;

namespace TinyEdge.Tests.Validation;

/// <summary>A network whose ranges fit, and the same with one range made wrong on purpose: the figures must name the layer, the fault and the cure.</summary>
public class LayerComparisonTests
{
    private const int Hidden = 1;
    private static readonly TensorSpec s_input = new("features", 3, 1, 8, 1f / 32, 0);
    private static readonly IReadOnlyList<ValidationSample> s_samples = Samples();

    [Fact]
    public void Run_RangesFit_FlagsNothingAndFakeEqualsDevice()
    {
        IReadOnlyList<LayerFigures> layers = Compare(Fitting());

        Assert.Equal(["AveragePool2D", "FullyConnected", "FullyConnected", "Softmax"], layers.Select(l => l.Kind));
        Assert.All(layers, l => Assert.Empty(l.Findings));
        Assert.All(layers, l => Assert.True(l.OwnSqnrDb > 25, $"{l.Name} {l.OwnSqnrDb}"));
        Assert.All(layers.SkipLast(1), l => Assert.Equal(0, l.FakeDifferences));
        Assert.All(layers, l => Assert.True(l.FakeLargestSteps <= 1));
        Assert.All(layers, l => Assert.Equal(0, l.ClippedWeights));
    }

    [Theory]
    [InlineData(0.25f, LayerFault.Saturated)]
    [InlineData(16f, LayerFault.RangeTooWide)]
    public void Run_OneScaleWrong_NamesLayerFaultAndTheScaleThatFits(float factor, LayerFault fault)
    {
        TrainedNetwork fitting = Fitting();
        TrainedNetwork wrong = fitting with { Ranges = [new(fitting.Ranges[0].Min * factor, fitting.Ranges[0].Max * factor), fitting.Ranges[1]] };

        LayerFigures layer = Compare(wrong)[Hidden];

        LayerFinding finding = Assert.Single(layer.Findings, f => f.Fault == fault);
        Assert.Contains($"'{layer.Name}'", finding.Advice);
        Assert.InRange(finding.Range!.Value.Max, 0.7 * fitting.Ranges[0].Max, 1.01 * fitting.Ranges[0].Max);
        TrainedNetwork mended = wrong with { Ranges = [finding.Range.Value, wrong.Ranges[1]] };
        Assert.DoesNotContain(Compare(mended)[Hidden].Findings, f => f.Fault is LayerFault.Saturated or LayerFault.RangeTooWide);
        Assert.True(Compare(mended)[Hidden].OwnSqnrDb > layer.OwnSqnrDb + 6, "The advice must bring the layer nearer to float.");
    }

    /// <summary>Figures against a count by hand: half of the values lie beyond what the tensor holds.</summary>
    [Fact]
    public void Run_RangeAtTheMedian_SaturatesHalf()
    {
        TrainedNetwork fitting = Fitting();
        float[] values = [.. s_samples.SelectMany(s => fitting.Network.Trace(Real(s))[Hidden]).Where(v => v > 0).Order()];
        TrainedNetwork cut = fitting with { Ranges = [new(0, values[values.Length / 2]), fitting.Ranges[1]] };
        int outputs = s_samples.Count * fitting.Network.Layers[Hidden].Output.Length;

        LayerFigures layer = Compare(cut)[Hidden];

        Assert.Equal(100.0 * values.Length / 2 / outputs, layer.SaturationPercent, 0);
        Assert.True(layer.Findings.Single(f => f.Fault == LayerFault.Saturated).IsHard);
    }

    [Fact]
    public void Run_OneWeightFarLargerThanItsScaleKnows_CountsItAsClipped()
    {
        LayerTally tally = new(TensorSpec.Vector("out", 2, 0.5f, 0), -64, 63.5);
        tally.Add([1f, -2f], [1f, -2f], [2, -4], [2, -3]);
        tally.Add([100f, 0f], [100f, 0f], [127, -4], [127, -4]);

        Assert.Equal(25, tally.SaturationPercent);
        Assert.Equal((1, 1), ((int)tally.FakeDifferences, tally.FakeLargestSteps));
        Assert.Equal(73, tally.LargestErrorSteps);
        Assert.Equal((0.0 + 0 + 73 + 4) / 4, tally.MeanErrorSteps);
        Assert.Equal(1, tally.DeadChannels);
    }

    [Fact]
    public void Tune_RangesWrong_ComesBackToThoseThatFit()
    {
        TrainedNetwork fitting = Fitting();
        TrainedNetwork wrong = fitting with { Ranges = [new(0, fitting.Ranges[0].Max / 5), new(fitting.Ranges[1].Min * 9, fitting.Ranges[1].Max * 9)] };

        (TrainedNetwork tuned, IReadOnlyList<RangeChange> changes) = RangeTuner.Tune(wrong, [.. s_samples.Select(s => s.Features)]);

        Assert.Equal(2, changes.Count);
        Assert.All(changes, c => Assert.True(c.SqnrAfterDb > c.SqnrBeforeDb));
        Assert.InRange(tuned.Ranges[0].Max, 0.6 * fitting.Ranges[0].Max, 1.01 * fitting.Ranges[0].Max);
        Assert.All(Compare(tuned), l => Assert.DoesNotContain(l.Findings, f => f.IsHard));
    }

    [Fact]
    public void Tune_RangesFit_ChangesNextToNothing()
    {
        (TrainedNetwork tuned, IReadOnlyList<RangeChange> changes) = RangeTuner.Tune(Fitting(), [.. s_samples.Select(s => s.Features)]);

        Assert.All(changes, c => Assert.InRange(c.SqnrAfterDb - c.SqnrBeforeDb, 0.1, 4));
        Assert.All(Compare(tuned), l => Assert.Empty(l.Findings));
    }

    private static IReadOnlyList<LayerFigures> Compare(TrainedNetwork trained) =>
        LayerComparison.Run(trained, new NetworkRunner(trained.FakeQuantized().ToModel()), s_samples, new LayerLimits());

    private static TrainedNetwork Fitting()
    {
        FloatNetwork network = FloatNetwork.Classifier(new TensorShape(3, 1, 8), [12], 3);
        network.Initialise(new TrainingRandom(5));
        IReadOnlyList<ActivationRange> ranges = RangeCalibration.Of(network, s_samples.Select(Real));
        return new TrainedNetwork(network, s_input, ranges, false, [], ["a", "b", "c"], 5, "");
    }

    private static float[] Real(ValidationSample sample) => [.. sample.Features.Select(q => (float)s_input.Dequantize(q))];

    private static IReadOnlyList<ValidationSample> Samples()
    {
        TrainingRandom random = new(9);
        return [.. Enumerable.Range(0, 200).Select(i => new ValidationSample(
            $"s{i}", i % 3, "all", [.. Enumerable.Range(0, s_input.Length).Select(_ => (sbyte)Math.Clamp(random.NextNormal() * 40, -127, 127))], []))];
    }
}
