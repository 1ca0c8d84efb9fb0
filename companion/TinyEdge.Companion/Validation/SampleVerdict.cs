namespace TinyEdge.Companion.Validation;

/// <summary>What float and INT8 said of one sample.</summary>
/// <param name="FloatScore">Of the score class, 0..1; null without a float network.</param>
/// <param name="Int8Score">Of the score class, 0..1.</param>
internal readonly record struct SampleVerdict(ValidationSample Sample, int? FloatClass, double? FloatScore, int Int8Class, double Int8Score);
