using TinyEdge.Runtime.Detection;

namespace TinyEdge.Tests.Detection;

public sealed class DetectorTests
{
    private readonly Decision _decision = new();

    [Fact]
    public void Update_ScoreStaysHigh_AlarmsOnlyAfterOnCount()
    {
        Detector detector = Make(onLevel: 150, offLevel: 100, onCount: 3, offCount: 2);

        Assert.Equal("..A", Run(detector, 200, 200, 200));
    }

    [Fact]
    public void Update_HighRunInterrupted_CountsFromTheStartAgain()
    {
        Detector detector = Make(onLevel: 150, offLevel: 100, onCount: 3, offCount: 2);

        Assert.Equal(".....A", Run(detector, 200, 200, 149, 200, 200, 200));
    }

    [Fact]
    public void Update_ScoreBetweenTheLevels_KeepsTheAlarm()
    {
        Detector detector = Make(onLevel: 150, offLevel: 100, onCount: 1, offCount: 2);

        Assert.Equal("AAAAAA", Run(detector, 150, 101, 149, 120, 101, 140));
    }

    [Fact]
    public void Update_ScoreFallsBelowOffLevel_ReleasesAfterOffCount()
    {
        Detector detector = Make(onLevel: 150, offLevel: 100, onCount: 1, offCount: 2);

        Assert.Equal("AA.", Run(detector, 255, 100, 100));
    }

    [Fact]
    public void Update_AlarmChanged_IsTrueOnExactlyTheDecisionsThatChangeIt()
    {
        Detector detector = Make(onLevel: 128, offLevel: 127, onCount: 2, offCount: 2);
        List<int> changes = [];
        int[] scores = [200, 200, 200, 0, 0, 0, 200, 200];
        for (int i = 0; i < scores.Length; i++)
        {
            if (Feed(detector, scores[i]).AlarmChanged)
            {
                changes.Add(i);
            }
        }

        Assert.Equal([1, 4, 7], changes);
    }

    [Fact]
    public void Update_Smoothing_FollowsTheDoublePrecisionFilterWithinOneScore()
    {
        Detector detector = Make(onLevel: 255, offLevel: 0, onCount: 1, offCount: 1, shift: 3);
        Random random = new(7);
        double expected = double.NaN;
        for (int i = 0; i < 1000; i++)
        {
            int score = random.Next(256);
            expected = double.IsNaN(expected) ? score : expected + ((score - expected) / 8);
            Assert.InRange(Feed(detector, score).SmoothedScore, expected - 1, expected + 1);
        }
    }

    [Theory]
    [InlineData(new sbyte[] { -128, 5, 5 }, 1)]
    [InlineData(new sbyte[] { 7, -1, 3 }, 0)]
    [InlineData(new sbyte[] { -3, -2, -1 }, 2)]
    public void Update_ClassIndex_IsTheLowestIndexOfTheLargestOutput(sbyte[] outputs, int expected)
    {
        Detector detector = new(new ThresholdSettings { ScoreClass = 0, OnLevel = 1, OnCount = 1, OffCount = 1 }, _decision);

        Assert.Equal(expected, detector.Update(outputs, 0, outputs.Length).ClassIndex);
    }

    [Fact]
    public void Reset_AfterAnAlarm_ForgetsEverything()
    {
        Detector detector = Make(onLevel: 150, offLevel: 100, onCount: 1, offCount: 5);
        Run(detector, 255, 255);

        detector.Reset();

        Assert.False(detector.Current.Alarm);
        Assert.Equal(0, detector.Current.Number);
        Assert.Equal(".", Run(detector, 149));
    }

    private Detector Make(int onLevel, int offLevel, int onCount, int offCount, int shift = 0)
    {
        ThresholdSettings settings = new() { ScoreClass = 0, OnLevel = onLevel, OffLevel = offLevel, OnCount = onCount, OffCount = offCount, SmoothingShift = shift };
        Assert.True(settings.IsValid(1));
        return new Detector(settings, _decision);
    }

    private static Decision Feed(Detector detector, int score)
    {
        return detector.Update([(sbyte)(score - 128)], 0, 1);
    }

    private static string Run(Detector detector, params int[] scores)
    {
        return string.Concat(scores.Select(score => Feed(detector, score).Alarm ? 'A' : '.'));
    }
}
