using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Training;
using TinyEdge.Companion.Training.Anomaly;

namespace TinyEdge.Tests.Training;

public class AlarmThresholdTests
{
    [Fact]
    public void Of_HundredScoresAndTwoPercent_LetsTwoThrough()
    {
        AlarmThreshold threshold = AlarmThreshold.Of([.. Enumerable.Range(0, 100)], 0.02);

        Assert.Equal(98, threshold.Level);
        Assert.Equal(0.02, threshold.ObservedRatio, 12);
        Assert.False(threshold.HasEnough);
    }

    /// <summary>Clopper and Pearson: none in n is 1 - 0.05^(1/n); the rule of three says 3 / n. 2 in 10: 0.5069 (tables of the binomial distribution).</summary>
    [Theory]
    [InlineData(0, 300, 0.00994)]
    [InlineData(0, 10, 0.25887)]
    [InlineData(2, 10, 0.50690)]
    [InlineData(10, 10, 1)]
    public void UpperBound_PublishedCases_AreMet(int seen, int all, double bound) => Assert.Equal(bound, AlarmThreshold.UpperBound(seen, all), 4);

    [Fact]
    public void Of_ThreeHundredWithoutAnAlarm_CanShowOnePercent() =>
        Assert.True(AlarmThreshold.Of([.. Enumerable.Repeat(3, 300)], 0.01).HasEnough);

    [Fact]
    public void Of_NoRecordingOrAllAtTheTop_IsRefused()
    {
        Assert.Throws<TrainingException>(() => AlarmThreshold.Of([], 0.01));
        Assert.Throws<TrainingException>(() => AlarmThreshold.Of([.. Enumerable.Repeat(255, 50)], 0.01));
    }

    /// <summary>By hand: of the six pairs four are in order, one is equal.</summary>
    [Fact]
    public void RocArea_SmallCase_IsTheShareOfPairs() => Assert.Equal(4.5 / 6, RocArea.Of([1, 2, 5], [3, 5]), 12);
}
