namespace TinyEdge.Companion.Validation;

/// <summary>Float against INT8 within one stratum, or over everything.</summary>
/// <param name="Name">The stratum's tags, or <c>all</c>.</param>
/// <param name="LossPoints">Balanced accuracy of float less that of INT8, in points of a percent; negative when INT8 is better.</param>
/// <param name="AgreementRatio">Share of samples that both call the same.</param>
/// <param name="IsJudged">Whether there are enough samples for the loss to count; one wrong sample in twenty is five points.</param>
public sealed record StratumFigures(string Name, ClassFigures? Float, ClassFigures Int8, double? LossPoints, double? AgreementRatio, bool IsJudged);
