using TinyEdge.Companion.Evaluation;

namespace TinyEdge.Companion.Training.Study;

/// <summary>One figure of one seed.</summary>
internal readonly record struct FloatAndInt8(double Float, double Int8);

/// <summary>What a model said about state, in float and INT8.</summary>
internal sealed record StateFigures(EvaluationSummary Float, EvaluationSummary Int8)
{
    public FloatAndInt8 AllSpeeds => Of(s => s.BalancedAccuracyRatio);

    public FloatAndInt8 Moving => Of(s => s.MovingFalseAlarmRatio);

    public FloatAndInt8 Speed(string name) => Of(s => s.BySpeed.Single(b => b.Speed == name).BalancedAccuracyRatio);

    public static StateFigures Of(TrainingOutcome outcome) => new(outcome.Float, outcome.Int8.Summary);

    private FloatAndInt8 Of(Func<EvaluationSummary, double?> figure) => new(figure(Float) ?? 0, figure(Int8) ?? 0);
}
