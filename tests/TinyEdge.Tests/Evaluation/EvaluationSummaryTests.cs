using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Tests.Evaluation;

public class EvaluationSummaryTests
{
    [Fact]
    public void Of_KnownVerdicts_CountsAsByHand()
    {
        Verdict[] verdicts =
        [
            .. Many(3, FanSpeed.Low, MachineState.Healthy, MachineState.Healthy), .. Many(1, FanSpeed.Low, MachineState.Healthy, MachineState.Fault),
            .. Many(1, FanSpeed.Low, MachineState.Fault, MachineState.Fault), .. Many(1, FanSpeed.Low, MachineState.Fault, MachineState.Healthy),
            .. Many(4, FanSpeed.High, MachineState.Healthy, MachineState.Healthy), .. Many(2, FanSpeed.High, MachineState.Fault, MachineState.Fault),
            .. Many(5, FanSpeed.Off, MachineState.Off, MachineState.Off),
            .. Many(9, FanSpeed.Low, MachineState.Healthy, MachineState.Healthy, isMoving: true), .. Many(1, FanSpeed.Low, MachineState.Healthy, MachineState.Fault, isMoving: true),
        ];

        EvaluationSummary summary = EvaluationSummary.Of(verdicts);

        Assert.Equal(((7.0 / 8) + (3.0 / 4)) / 2, summary.BalancedAccuracyRatio);
        Assert.Equal(["low", "high"], summary.BySpeed.Select(s => s.Speed));
        Assert.Equal((0.75 + 0.5) / 2, summary.BySpeed[0].BalancedAccuracyRatio);
        Assert.Equal(1, summary.BySpeed[1].BalancedAccuracyRatio);
        Assert.Equal(1, summary.OffRatio);
        Assert.Equal(0.1, summary.MovingFalseAlarmRatio);
        Assert.Equal([[7, 1, 0], [1, 3, 0], [0, 0, 5]], summary.Confusion);
    }

    [Fact]
    public void Of_RunningFanCalledOff_IsNotHealthy()
    {
        EvaluationSummary summary = EvaluationSummary.Of(
            [.. Many(1, FanSpeed.Low, MachineState.Healthy, MachineState.Off), .. Many(1, FanSpeed.Low, MachineState.Fault, MachineState.Fault)]);

        Assert.Equal(0.5, summary.BalancedAccuracyRatio);
    }

    [Fact]
    public void Of_NothingToCount_GivesNullNotZero()
    {
        EvaluationSummary summary = EvaluationSummary.Of(Many(2, FanSpeed.Off, MachineState.Off, MachineState.Off));

        Assert.Null(summary.BalancedAccuracyRatio);
        Assert.Null(summary.MovingFalseAlarmRatio);
        Assert.Empty(summary.BySpeed);
    }

    [Fact]
    public void ThresholdOf_SeparableScores_LiesInTheMiddleOfTheGap()
    {
        Verdict[] verdicts =
        [
            Scored(MachineState.Healthy, 0.0), Scored(MachineState.Healthy, 0.25), Scored(MachineState.Fault, 0.75), Scored(MachineState.Fault, 1),
        ];

        ThresholdChoice choice = ThresholdChoice.Of(verdicts);

        Assert.InRange(choice.OnScore, 0.49, 0.51);
        Assert.InRange(choice.OffScore, 0, choice.OnScore);
        Assert.Equal(0, choice.FalseAlarmRatio);
        Assert.Equal(1, choice.DetectionRatio);
    }

    [Fact]
    public void ThresholdOf_OneClassOnly_IsRefused() => Assert.Throws<ArgumentException>(() => ThresholdChoice.Of([Scored(MachineState.Fault, 1)]));

    private static Verdict Scored(MachineState state, double score) => new(new FanConditions(FanSpeed.Low, state, false), state, score);

    private static Verdict[] Many(int count, FanSpeed speed, MachineState actual, MachineState predicted, bool isMoving = false) =>
        [.. Enumerable.Repeat(new Verdict(new FanConditions(speed, actual, isMoving), predicted, 0), count)];
}
