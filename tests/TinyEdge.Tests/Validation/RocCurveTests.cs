using TinyEdge.Companion.Validation;

namespace TinyEdge.Tests.Validation;

public class RocCurveTests
{
    /// <summary>Of 3 x 4 pairs the positive one scores higher in 9 and as high in 1: (9 + 0.5) / 12.</summary>
    [Fact]
    public void Of_SmallSetWithATie_AreaIsThatCountedByHand()
    {
        RocCurve curve = RocCurve.Of([0.9, 0.6, 0.4], [0.8, 0.4, 0.2, 0.1]);

        Assert.Equal(9.5 / 12, curve.Auc, 12);
        Assert.Equal(new RocPoint(0.6, 0.25, 2.0 / 3), curve.Points.Single(p => p.Threshold == 0.6));
        Assert.Equal((0.0, 0.0), (curve.Points[0].FalseAlarmRatio, curve.Points[0].DetectionRatio));
        Assert.Equal((1.0, 1.0), (curve.Points[^1].FalseAlarmRatio, curve.Points[^1].DetectionRatio));
    }

    [Theory]
    [InlineData(0.95, 0, 0)]
    [InlineData(0.5, 0.25, 2.0 / 3)]
    [InlineData(0.4, 0.5, 1)]
    [InlineData(0, 1, 1)]
    public void At_AnyThreshold_CountsScoresFromThereOn(double threshold, double falseAlarms, double detected)
    {
        RocPoint point = RocCurve.Of([0.9, 0.6, 0.4], [0.8, 0.4, 0.2, 0.1]).At(threshold);

        Assert.Equal(falseAlarms, point.FalseAlarmRatio, 12);
        Assert.Equal(detected, point.DetectionRatio, 12);
    }

    [Fact]
    public void Of_AllScoresEqual_IsOneHalf() => Assert.Equal(0.5, RocCurve.Of([0.3, 0.3], [0.3, 0.3, 0.3]).Auc);

    [Fact]
    public void ClassFigures_UnevenClasses_BalancedIsTheMeanOfTheShares()
    {
        ClassFigures figures = ClassFigures.Of(3, [(0, 0), (0, 0), (0, 0), (0, 1), (1, 1), (1, 0)]);

        Assert.Equal(4.0 / 6, figures.AccuracyRatio, 12);
        Assert.Equal((0.75 + 0.5) / 2, figures.BalancedAccuracyRatio, 12);
        Assert.Equal([3, 1, 0], figures.Confusion[0]);
    }

    /// <summary>A full-scale ramp in 256 steps: 20 log10 256 = 48.16 dB (6.02 dB a bit; Bennett 1948).</summary>
    [Fact]
    public void NoiseRatio_EvenSignalInEightBits_IsSixDecibelsABit()
    {
        NoiseRatio ratio = new();
        for (int i = 0; i < 100_000; i++)
        {
            double value = ((i + 0.5) / 50_000) - 1;
            ratio.Add(value, (Math.Floor(value * 128) + 0.5) / 128);
        }

        Assert.Equal(20 * Math.Log10(256), ratio.Decibels, 1);
    }

    [Fact]
    public void ValueSample_MoreThanItKeeps_KeepsExtremesAndQuantiles()
    {
        ValueSample sample = new();
        for (int i = 0; i < 200_000; i++)
        {
            sample.Add(i);
        }

        Assert.Equal((0f, 199_999f), (sample.Min, sample.Max));
        Assert.InRange(sample.Quantiles(0.25)[0], 49_900, 50_100);
    }
}
