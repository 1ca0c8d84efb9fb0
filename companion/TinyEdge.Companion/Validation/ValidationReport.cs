namespace TinyEdge.Companion.Validation;

/// <summary>The result of <c>tinyedge validate</c>.</summary>
/// <param name="Model">Its folder.</param>
/// <param name="ScoreClass">Class whose score the curves are of.</param>
/// <param name="HasFloat">False for a model without its float network: then there is nothing to lose against, and only INT8 is shown.</param>
/// <param name="Layers">One a layer.</param>
/// <param name="Strata">All samples first, then by stratum.</param>
/// <param name="FloatRoc">Null without a float network.</param>
/// <param name="Int8Roc">Null when the score class, or everything else, has no sample.</param>
/// <param name="Failures">Why the model does not pass; empty when it does.</param>
public sealed record ValidationReport(
    string Model,
    string DataSet,
    string Part,
    IReadOnlyList<string> Labels,
    string ScoreClass,
    bool HasFloat,
    ValidationOptions Options,
    IReadOnlyList<LayerFigures> Layers,
    IReadOnlyList<StratumFigures> Strata,
    RocCurve? FloatRoc,
    RocCurve? Int8Roc,
    IReadOnlyList<ThresholdRow> Thresholds,
    IReadOnlyList<string> Failures)
{
    public bool Passed => Failures.Count == 0;

    /// <summary>Layers with a finding.</summary>
    public IEnumerable<LayerFigures> Flagged => Layers.Where(l => l.Findings.Count > 0);
}
